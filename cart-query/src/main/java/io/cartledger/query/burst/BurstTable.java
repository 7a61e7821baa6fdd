package io.cartledger.query.burst;

import io.cartledger.query.burst.Burst.Extent;
import io.cartledger.query.generation.ViewConnection;
import io.cartledger.query.rows.RowStatement;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.ToIntFunction;

/** Bursts, without their commands. */
final class BurstTable {

    private static final RowStatement<Grown> GROW = new RowStatement<Grown>("view.burst", """
            update view.burst b
            set began_at = n.began_at::timestamptz, ended_at = n.ended_at::timestamptz,
              commands = n.changed + n.refused + n.replayed, changed = n.changed, refused = n.refused, replayed = n.replayed
            from unnest(?::bigint[], ?::text[], ?::text[], ?::integer[], ?::integer[], ?::integer[])
              n(burst, began_at, ended_at, changed, refused, replayed)
            where b.burst = n.burst
            """)
            .bigint("burst", Grown::burst)
            .text("began_at", grown -> grown.extent().from().toString())
            .text("ended_at", grown -> grown.extent().to().toString())
            .integer("changed", grown -> grown.extent().changed())
            .integer("refused", grown -> grown.extent().refused())
            .integer("replayed", grown -> grown.extent().replayed());

    private static final String ADD = """
            insert into view.burst (cart_id, item_id, sku, began_at, ended_at, commands, changed, refused, replayed)
            select n.cart_id, n.item_id, split_part(n.item_id, '~', 1), n.began_at::timestamptz, n.ended_at::timestamptz,
              n.changed + n.refused + n.replayed, n.changed, n.refused, n.replayed
            from unnest(?::text[], ?::text[], ?::text[], ?::text[], ?::integer[], ?::integer[], ?::integer[])
              n(cart_id, item_id, began_at, ended_at, changed, refused, replayed)
            returning burst, cart_id, item_id, began_at
            """;

    private static final String REMOVE = """
            delete from view.burst
            where burst = any (?::bigint[])
            """;

    private static final String SET_CUSTOMER = """
            update view.burst b
            set customer = (
              select c.customer
              from view.burst_command c
              where c.burst = b.burst and c.customer is not null
              order by c.received_at, c.command
              limit 1
            )
            where b.burst = any (?::bigint[])
            """;

    private BurstTable() {}

    private record Grown(long burst, Extent extent) {}

    private record Beginning(CartItem item, Instant from) {}

    /** Removes those that have become parts of others; their commands must have been moved. */
    static void removeJoined(Connection view, List<Chain> chains) throws SQLException {
        List<Long> joined = chains.stream()
                .flatMap(chain -> chain.others().stream())
                .map(Burst::burst)
                .toList();
        update(view, REMOVE, joined);
    }

    /** Grows those that have grown. */
    static void grow(ViewConnection view, List<Chain> chains) throws SQLException {
        List<Grown> grown = chains.stream()
                .filter(chain -> chain.first().isPresent())
                .map(chain -> new Grown(chain.first().getAsLong(), chain.extent()))
                .toList();
        GROW.execute(view, grown);
    }

    /** Adds those that are new, and tells the number of the burst that each chain is. */
    static Map<Chain, Long> numbered(Connection view, List<Chain> chains) throws SQLException {
        Map<Beginning, Chain> added = new HashMap<>();
        Map<Chain, Long> numbers = new HashMap<>();
        for (Chain chain : chains) {
            if (chain.first().isPresent()) {
                numbers.put(chain, chain.first().getAsLong());
            } else {
                added.put(new Beginning(chain.item(), chain.extent().from()), chain);
            }
        }
        if (!added.isEmpty()) {
            add(view, List.copyOf(added.values()), added, numbers);
        }
        return numbers;
    }

    private static void add(
            Connection view, List<Chain> chains, Map<Beginning, Chain> byBeginning, Map<Chain, Long> numbers)
            throws SQLException {
        try (PreparedStatement statement = view.prepareStatement(ADD)) {
            List<Extent> extents = chains.stream().map(Chain::extent).toList();
            statement.setObject(
                    1, chains.stream().map(chain -> chain.item().cartId()).toArray(String[]::new));
            statement.setObject(
                    2, chains.stream().map(chain -> chain.item().itemId()).toArray(String[]::new));
            statement.setObject(
                    3, extents.stream().map(extent -> extent.from().toString()).toArray(String[]::new));
            statement.setObject(
                    4, extents.stream().map(extent -> extent.to().toString()).toArray(String[]::new));
            statement.setObject(5, counts(extents, Extent::changed));
            statement.setObject(6, counts(extents, Extent::refused));
            statement.setObject(7, counts(extents, Extent::replayed));
            try (ResultSet row = statement.executeQuery()) {
                while (row.next()) {
                    var item = new CartItem(row.getString("cart_id"), row.getString("item_id"));
                    Instant from =
                            row.getObject("began_at", OffsetDateTime.class).toInstant();
                    numbers.put(byBeginning.get(new Beginning(item, from)), row.getLong("burst"));
                }
            }
        }
    }

    private static Integer[] counts(List<Extent> extents, ToIntFunction<Extent> count) {
        return extents.stream().map(count::applyAsInt).toArray(Integer[]::new);
    }

    /** Says whose carts they were about, once their commands are there. */
    static void setCustomers(Connection view, List<Long> bursts) throws SQLException {
        update(view, SET_CUSTOMER, bursts);
    }

    private static void update(Connection view, String sql, List<Long> bursts) throws SQLException {
        if (!bursts.isEmpty()) {
            try (PreparedStatement statement = view.prepareStatement(sql)) {
                statement.setObject(1, bursts.toArray(Long[]::new));
                statement.executeUpdate();
            }
        }
    }
}
