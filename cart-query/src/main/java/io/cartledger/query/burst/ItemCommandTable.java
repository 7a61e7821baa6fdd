package io.cartledger.query.burst;

import io.cartledger.query.burst.Burst.Extent;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** Every command on an item, and what came just before and just after it. */
final class ItemCommandTable {

    private static final String ADD = """
            insert into view.item_command (cart_id, item_id, received_at, command, position, refusal_id, code)
            select n.cart_id, n.item_id, n.received_at::timestamptz, n.command, n.position, n.refusal_id, n.code
            from unnest(?::text[], ?::text[], ?::text[], ?::uuid[], ?::bigint[], ?::bigint[], ?::text[])
              n(cart_id, item_id, received_at, command, position, refusal_id, code)
            on conflict (cart_id, item_id, received_at, command) do nothing
            returning cart_id, item_id, received_at, command, position, refusal_id, code
            """;

    /** The nearest before and behind each, and the bursts that these are in. Gaps are milliseconds. */
    private static final String AROUND = """
            select o.cart_id, o.item_id, o.received_at, o.command, o.position, o.refusal_id, o.code,
              b.burst, b.began_at, b.ended_at, b.changed, b.refused, b.replayed
            from (
              select a.cart_id, a.item_id, a.received_at::timestamptz, a.command, make_interval(secs => ? / 1000.0) as gap
              from unnest(?::text[], ?::text[], ?::text[], ?::uuid[]) a(cart_id, item_id, received_at, command)
            ) n
            cross join lateral (
              (
                select c.cart_id, c.item_id, c.received_at, c.command, c.position, c.refusal_id, c.code
                from view.item_command c
                where c.cart_id = n.cart_id and c.item_id = n.item_id
                  and (c.received_at, c.command) < (n.received_at, n.command) and c.received_at >= n.received_at - n.gap
                order by c.received_at desc, c.command desc
                limit 1
              ) union all (
                select c.cart_id, c.item_id, c.received_at, c.command, c.position, c.refusal_id, c.code
                from view.item_command c
                where c.cart_id = n.cart_id and c.item_id = n.item_id
                  and (c.received_at, c.command) > (n.received_at, n.command) and c.received_at <= n.received_at + n.gap
                order by c.received_at, c.command
                limit 1
              )
            ) o
            left join lateral (
              select e.burst, e.began_at, e.ended_at, e.changed, e.refused, e.replayed
              from view.burst e
              where e.cart_id = o.cart_id and e.item_id = o.item_id and e.began_at <= o.received_at
              order by e.began_at desc
              limit 1
            ) b on b.ended_at >= o.received_at
            """;

    private ItemCommandTable() {}

    /** Adds those that are not there yet, and tells which these are. */
    static Set<ItemCommand> add(Connection view, Collection<ItemCommand> commands) throws SQLException {
        try (PreparedStatement statement = view.prepareStatement(ADD)) {
            setIds(statement, 1, commands);
            statement.setObject(5, commands.stream().map(ItemCommand::position).toArray(Long[]::new));
            statement.setObject(6, commands.stream().map(ItemCommand::refusalId).toArray(Long[]::new));
            statement.setObject(7, commands.stream().map(ItemCommand::code).toArray(String[]::new));
            var added = new HashSet<ItemCommand>();
            try (ResultSet row = statement.executeQuery()) {
                while (row.next()) {
                    added.add(command(row));
                }
            }
            return added;
        }
    }

    /** What these commands have become a part of, each of which is there and in no burst. */
    static List<Chain> chains(Connection view, Set<ItemCommand> added) throws SQLException {
        var commands = new HashSet<>(added);
        Map<Long, Burst> bursts = new HashMap<>();
        try (PreparedStatement statement = view.prepareStatement(AROUND)) {
            statement.setLong(1, Chain.LONGEST_GAP.toMillis());
            setIds(statement, 2, added);
            try (ResultSet row = statement.executeQuery()) {
                while (row.next()) {
                    ItemCommand near = command(row);
                    Burst burst = burst(row, near.id().item());
                    if (burst == null) {
                        commands.add(near);
                    } else {
                        bursts.put(burst.burst(), burst);
                    }
                }
            }
        }
        return Chain.of(bursts.values(), commands);
    }

    private static void setIds(PreparedStatement statement, int first, Collection<ItemCommand> commands)
            throws SQLException {
        List<CommandId> ids = commands.stream().map(ItemCommand::id).toList();
        statement.setObject(first, ids.stream().map(id -> id.item().cartId()).toArray(String[]::new));
        statement.setObject(
                first + 1, ids.stream().map(id -> id.item().itemId()).toArray(String[]::new));
        statement.setObject(
                first + 2, ids.stream().map(id -> id.receivedAt().toString()).toArray(String[]::new));
        statement.setObject(first + 3, ids.stream().map(CommandId::command).toArray(UUID[]::new));
    }

    private static ItemCommand command(ResultSet row) throws SQLException {
        var item = new CartItem(row.getString("cart_id"), row.getString("item_id"));
        return new ItemCommand(
                new CommandId(item, instant(row, "received_at"), row.getObject("command", UUID.class)),
                row.getObject("position", Long.class),
                row.getObject("refusal_id", Long.class),
                row.getString("code"));
    }

    private static @Nullable Burst burst(ResultSet row, CartItem item) throws SQLException {
        long burst = row.getLong("burst");
        return row.wasNull()
                ? null
                : new Burst(
                        burst,
                        item,
                        new Extent(
                                instant(row, "began_at"),
                                instant(row, "ended_at"),
                                row.getInt("changed"),
                                row.getInt("refused"),
                                row.getInt("replayed")));
    }

    private static Instant instant(ResultSet row, String column) throws SQLException {
        return row.getObject(column, OffsetDateTime.class).toInstant();
    }
}
