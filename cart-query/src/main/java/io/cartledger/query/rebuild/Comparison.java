package io.cartledger.query.rebuild;

import io.cartledger.query.generation.Generation;
import io.cartledger.query.rebuild.Rebuild.Difference;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;

/** What two generations that are at one position tell otherwise. */
final class Comparison {

    /** Most rows that are shown. */
    static final int MOST_EXAMPLES = 20;

    /** Each with the columns that are compared: not when something was parked, nor what may have been erased in between. */
    private static final List<Compared> TABLES = List.of(
            new Compared(
                    "cart",
                    "cart_id, version, status, customer, guest, order_reference, merged_into, lines, words::text as words"),
            new Compared("cart_line", "cart_id, item_id, sku, options, quantity, since_version"),
            new Compared("open_cart", "owner, cart_id"),
            new Compared("customer", "customer, version"),
            new Compared("allowance", "customer, allowance, sku, units, until, ticket, revoked"),
            new Compared("note", "customer, note, added_at, actor_kind, actor, ticket"),
            new Compared(
                    "change",
                    "position, cart_id, customer, version, type, recorded_at, received_at, channel, actor_kind, actor, client,"
                            + " request_id, correlation_id, causation_id, idempotency_key, ticket, subject"),
            new Compared("change_line", "position, item_id, sku, quantity_before, quantity_after"),
            new Compared("parked", "aggregate_type, aggregate_id, position"));

    private record Compared(String table, String columns) {

        /** How many rows there are and the sum of their hashes, whatever their order: the same for the same rows. */
        String digestSql(Generation of) {
            return """
                    select count(*) || ' ' || coalesce(sum(hash_record_extended(r, 0)), 0)
                    from (select %1$s from %2$s.%3$s) r
                    """.formatted(columns, of.schema(), table);
        }

        /** Rows of each side that the other has not, and how many they are: sorts all of them. */
        String sql(Generation before, Generation after) {
            return """
                    select t.side, to_jsonb(t) - 'side' as row, count(*) over () as total
                    from (
                      (select 'old' as side, o.* from (select %1$s from %2$s.%4$s except all select %1$s from %3$s.%4$s) o)
                      union all
                      (select 'new' as side, n.* from (select %1$s from %3$s.%4$s except all select %1$s from %2$s.%4$s) n)
                    ) t
                    limit %5$d
                    """.formatted(columns, before.schema(), after.schema(), table, MOST_EXAMPLES);
        }
    }

    /**
     * @param total rows that one has and the other has not
     * @param examples some of them
     */
    record Result(long total, List<Difference> examples) {}

    private Comparison() {}

    /** @param connection in a transaction that sees both at one position */
    static Result of(Connection connection, Generation before, Generation after) throws SQLException {
        long total = 0;
        var examples = new ArrayList<Difference>();
        for (Compared compared : TABLES) {
            if (digest(connection, compared, before).equals(digest(connection, compared, after))) {
                continue;
            }
            try (PreparedStatement statement = connection.prepareStatement(compared.sql(before, after));
                    ResultSet row = statement.executeQuery()) {
                long different = 0;
                while (row.next()) {
                    different = row.getLong("total");
                    if (examples.size() < MOST_EXAMPLES) {
                        String in = row.getString("side").equals("old") ? before.schema() : after.schema();
                        examples.add(new Difference(compared.table(), in, row.getString("row")));
                    }
                }
                total += different;
            }
        }
        return new Result(total, examples);
    }

    private static String digest(Connection connection, Compared compared, Generation of) throws SQLException {
        try (PreparedStatement statement = connection.prepareStatement(compared.digestSql(of));
                ResultSet row = statement.executeQuery()) {
            row.next();
            return row.getString(1);
        }
    }
}
