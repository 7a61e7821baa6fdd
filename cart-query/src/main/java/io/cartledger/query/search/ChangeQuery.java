package io.cartledger.query.search;

import io.cartledger.cart.CartEvents;
import io.cartledger.cart.CartId;
import io.cartledger.cart.CustomerId;
import io.cartledger.cart.InvalidValueException;
import io.cartledger.cart.Sku;
import io.cartledger.cart.Ticket;
import io.cartledger.customer.CustomerEvents;
import io.cartledger.query.http.IpRange;
import io.cartledger.query.http.Parameters;
import io.cartledger.query.rows.Sql;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.SortedSet;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/**
 * Which changes somebody looks for; null or empty for what does not matter.
 *
 * @param ip the addresses that they came from
 * @param types one of these
 * @param from the time from which on they were recorded
 * @param to the time before which they were
 */
record ChangeQuery(
        @Nullable CustomerId customer,
        @Nullable CartId cart,
        @Nullable Sku sku,
        @Nullable String actor,
        @Nullable String client,
        @Nullable IpRange ip,
        @Nullable String session,
        List<String> types,
        @Nullable Instant from,
        @Nullable Instant to,
        @Nullable String channel,
        @Nullable Ticket ticket) {

    /** Ways in that commands have. */
    static final List<String> CHANNELS = List.of("api", "legacy", "support", "system");

    /** Rows of a range of addresses that are put in order. */
    private static final int MOST_IN_RANGE = 5_000;

    private static final Column IP = column("ip", "inet");
    private static final Column SKU = new Column("view_n.change_line", "sku", "text");

    /** @throws InvalidValueException if it contradicts itself */
    ChangeQuery {
        Parameters.inOrder("from", from, "to", to);
    }

    /** All types of changes that there are. */
    static SortedSet<String> knownTypes() {
        var known = new TreeSet<>(CartEvents.CODEC.types());
        known.addAll(CustomerEvents.CODEC.types());
        return known;
    }

    /** What has to hold, but for the time. */
    List<Condition> conditions() {
        var conditions = new ArrayList<Condition>();
        add(conditions, "customer", customer);
        add(conditions, "cart_id", cart);
        add(conditions, "actor", actor);
        add(conditions, "client", client);
        add(conditions, "session", session);
        add(conditions, "channel", channel);
        add(conditions, "ticket", ticket);
        if (!types.isEmpty()) {
            conditions.add(Condition.oneOf(column("type", "text"), types));
        }
        if (ip != null) {
            conditions.add(ip.isOne() ? Condition.is(IP, ip.first()) : within(ip));
        }
        if (sku != null) {
            conditions.add(onALine(sku));
        }
        return conditions;
    }

    private static void add(List<Condition> conditions, String column, @Nullable Object value) {
        if (value != null) {
            conditions.add(Condition.is(column(column, "text"), value.toString()));
        }
    }

    private static Column column(String name, String type) {
        return new Column(Listing.CHANGES.table(), name, type);
    }

    private static Condition within(IpRange range) {
        Sql test = Sql.of("c.ip >= ?::inet and c.ip <= ?::inet", range.first(), range.last());
        Sql keys = Sql.of("select c.position from view_n.change c where ").then(test);
        return new Condition(
                test,
                List.of(
                        new AccessPath.Keys(keys, MOST_IN_RANGE),
                        new AccessPath.Between(IP, range.first(), range.last())));
    }

    /** Not {@code exists}: of that the planner may make a list of all positions that the SKU has. */
    private static Condition onALine(Sku sku) {
        Sql test = Sql.of(
                "(select true from view_n.change_line l where l.sku = ? and l.position = c.position limit 1)",
                sku.value());
        return new Condition(test, List.of(new AccessPath.Each(SKU, List.of(sku.value()))));
    }
}
