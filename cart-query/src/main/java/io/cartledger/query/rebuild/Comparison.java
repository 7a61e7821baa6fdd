package io.cartledger.query.rebuild;

import io.cartledger.query.generation.Generation;
import io.cartledger.query.rebuild.Rebuild.Difference;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import tools.jackson.core.type.TypeReference;
import tools.jackson.databind.json.JsonMapper;

/** What two generations that are at one position tell otherwise. */
final class Comparison {

    /** Most rows that are named. */
    static final int MOST_EXAMPLES = 20;

    /** Not when something was parked, nor what may have been erased in between. */
    private static final List<Compared> TABLES = List.of(
            new Compared(
                    "cart",
                    List.of("cart_id"),
                    "version, status, customer, guest, order_reference, merged_into, lines, words::text as words"),
            new Compared("cart_line", List.of("cart_id", "item_id"), "sku, options, quantity, since_version"),
            // Its owner may be a guest, who is not named.
            new Compared("open_cart", List.of("owner"), "cart_id", List.of("cart_id")),
            new Compared("customer", List.of("customer"), "version"),
            new Compared("allowance", List.of("customer", "allowance"), "sku, units, until, ticket, revoked"),
            new Compared("note", List.of("customer", "note"), "added_at, actor_kind, actor, ticket"),
            new Compared(
                    "change",
                    List.of("position"),
                    "cart_id, customer, version, type, recorded_at, received_at, channel, actor_kind, actor, client,"
                            + " request_id, correlation_id, causation_id, idempotency_key, ticket, subject"),
            new Compared("change_line", List.of("position", "item_id"), "sku, quantity_before, quantity_after"),
            new Compared("parked", List.of("aggregate_type", "aggregate_id"), "position"));

    private static final JsonMapper JSON = new JsonMapper();
    private static final TypeReference<LinkedHashMap<String, String>> KEY = new TypeReference<>() {};

    /**
     * A table that is compared.
     *
     * @param key the columns that are one row's alone
     * @param others those that are compared besides
     * @param told the columns whose values name a row to operators, who may read no cart
     */
    private record Compared(String table, List<String> key, String others, List<String> told) {

        Compared(String table, List<String> key, String others) {
            this(table, key, others, key);
        }

        private String columns() {
            return String.join(", ", key) + ", " + others;
        }

        /** How many rows there are and the sum of their hashes, whatever their order: the same for the same rows. */
        String digestSql(Generation of) {
            return """
                    select count(*) || ' ' || coalesce(sum(hash_record_extended(r, 0)), 0)
                    from (select %1$s from %2$s.%3$s) r
                    """.formatted(columns(), of.schema(), table);
        }

        /**
         * Which rows of either side the other has not, or has otherwise, and how many they are on both: sorts all of them.
         * Of what is in them only the names of columns leave PostgreSQL.
         */
        String sql(Generation before, Generation after) {
            return """
                    with o as (select %1$s from %2$s.%4$s except all select %1$s from %3$s.%4$s),
                    n as (select %1$s from %3$s.%4$s except all select %1$s from %2$s.%4$s)
                    select
                      json_build_object(%5$s) as key,
                      case when n.%6$s is null then 'old' when o.%6$s is null then 'new' end as side,
                      array(
                        select c.key
                        from jsonb_each(to_jsonb(o)) c
                        where c.value <> to_jsonb(n) -> c.key
                        order by c.key) as columns,
                      count(o.%6$s) over () + count(n.%6$s) over () as total
                    from o
                    full join n using (%7$s)
                    limit %8$d
                    """.formatted(
                            columns(),
                            before.schema(),
                            after.schema(),
                            table,
                            told.stream()
                                    .map("'%1$s', coalesce(o.%1$s, n.%1$s)::text"::formatted)
                                    .collect(Collectors.joining(", ")),
                            key.getFirst(),
                            String.join(", ", key),
                            MOST_EXAMPLES);
        }

        /** @param row of what {@link #sql} finds */
        Difference difference(ResultSet row, Generation before, Generation after) throws SQLException {
            Map<String, String> named = JSON.readValue(row.getString("key"), KEY);
            String side = row.getString("side");
            if (side != null) {
                return new Difference(table, named, (side.equals("old") ? before : after).schema(), null);
            }
            var columns = (String[]) row.getArray("columns").getArray();
            return new Difference(table, named, null, List.of(columns));
        }
    }

    /**
     * @param total rows that one has and the other has not; one that both have, but not the same, is two
     * @param examples where some of them are
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
                        examples.add(compared.difference(row, before, after));
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
