package io.cartledger.query.verify;

import io.cartledger.query.rows.RowStatement;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.function.Function;
import java.util.function.UnaryOperator;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/**
 * A table whose rows are to be those that a fold makes; it is compared some at a time in the order of its key. Where the
 * hashes of all rows that there are and of all that are to be there have one sum, they are taken for the same, as {@link
 * RowHash} says; else PostgreSQL says which are not. Immutable.
 *
 * @param name how findings call it
 * @param source the table, or the rows of it that count
 * @param key its first column, a {@code text}
 * @param keys all columns that name a row, which begin with that one
 * @param columns in the order of the statement's parameters
 */
record ComparedTable(String name, String source, String key, List<String> keys, List<Column> columns) {

    private static final JsonMapper JSON = new JsonMapper();

    private static final int ROWS_AT_ONCE = 500;
    private static final Set<String> TOLD = Set.of("cart_id", "item_id", "status");
    private static final Set<String> TOLD_TYPES = Set.of("bigint", "integer", "boolean", "timestamptz");

    /** Above every text, in the order of the bytes. */
    static final String END = "\uDBFF\uDFFF";

    /**
     * @param sent as which it comes
     * @param type as which it stands in the table
     */
    record Column(String name, String sent, String type) {
        static Column text(String name) {
            return new Column(name, "text", "text");
        }

        static Column of(String name, String type) {
            return new Column(name, type, type);
        }

        /** Numbers, times, and names of carts, items and statuses. */
        boolean isTold() {
            return TOLD.contains(name) || TOLD_TYPES.contains(type);
        }

        /** Whether PostgreSQL's form of it is the one in which it is sent. */
        boolean isHashed() {
            return !type.equals("timestamptz") && !type.equals("boolean");
        }

        /** As which it is hashed. */
        String hashed() {
            return type.equals(sent) ? name : name + "::" + sent;
        }

        /** Rows are compared only where their texts have one collation. */
        String compared(String value) {
            return value + (type.equals("text") ? " collate \"C\"" : "") + " as " + name;
        }

        /** One that comes as text. */
        static Column read(String name, String type) {
            return new Column(name, "text", type);
        }
    }

    /**
     * A row that is otherwise.
     *
     * @param id the key's value
     * @param made the row that is to be there, as JSON; null for none
     * @param found the one that is there
     */
    record Difference(
            ComparedTable table,
            String id,
            @Nullable String made,
            @Nullable String found) {

        /** The cart that it names, if it does. */
        @Nullable
        String cart() {
            JsonNode cart = JSON.readTree(Objects.requireNonNull(found == null ? made : found))
                    .path("cart_id");
            return cart.isString() ? cart.stringValue() : null;
        }

        String detail() {
            return table.detail(made, found);
        }
    }

    /** Takes rows that are otherwise, one at a time: there may be as many as the table has. */
    @FunctionalInterface
    interface Taking {
        void take(Difference difference) throws SQLException;
    }

    private String sql() {
        return """
                with n as (
                  select %1$s
                  from unnest(%2$s) n(%3$s)
                ),
                t as (
                  select %7$s
                  from %4$s t
                  where %5$s > ? and %5$s <= ?
                )
                select coalesce(n.%5$s, t.%5$s) as id, to_jsonb(n) as made, to_jsonb(t) as found
                from n
                full join t on %6$s
                where n is distinct from t
                """.formatted(
                        joined(column -> column.compared("n." + column.name() + "::" + column.type()), ", "),
                        joined(column -> "?::" + column.sent() + "[]", ", "),
                        joined(Column::name, ", "),
                        source,
                        key,
                        keys.stream().map(k -> "t." + k + " = n." + k).collect(Collectors.joining(" and ")),
                        joined(column -> column.compared("t." + column.name()), ", "));
    }

    private String joined(Function<Column, String> text, String separator) {
        return columns.stream().map(text).collect(Collectors.joining(separator));
    }

    /**
     * Gives the rows in which the table is otherwise.
     *
     * @param connection in a transaction
     * @param schema puts in which generation it is
     * @param rows those that are to be there, all of them with keys in the range
     * @param after where the range begins, which is not in it
     * @param last where it ends, which is
     * @param stopping is looked at meanwhile
     */
    <R> void compare(
            Connection connection,
            UnaryOperator<String> schema,
            RowStatement<R> statement,
            List<R> rows,
            String after,
            String last,
            Stopping stopping,
            Taking taking)
            throws SQLException {
        List<Object[]> made = statement.arrays(rows);
        if (columns.stream().allMatch(Column::isHashed)
                && hash(made, rows.size()) == hash(connection, schema, after, last, stopping)) {
            return;
        }
        try (PreparedStatement compare = connection.prepareStatement(schema.apply(sql()))) {
            int parameter = 0;
            for (Object[] array : made) {
                compare.setObject(++parameter, array);
            }
            compare.setString(++parameter, after);
            compare.setString(++parameter, last);
            compare.setFetchSize(ROWS_AT_ONCE);
            try (ResultSet row = compare.executeQuery()) {
                while (row.next()) {
                    taking.take(
                            new Difference(this, row.getString("id"), row.getString("made"), row.getString("found")));
                }
            }
        }
    }

    private static long hash(List<Object[]> arrays, int rows) {
        var hash = new RowHash();
        long sum = 0;
        for (int row = 0; row < rows; row++) {
            hash.begin();
            for (Object[] array : arrays) {
                switch (array[row]) {
                    case Long number -> hash.int8(number);
                    case Integer number -> hash.int4(number);
                    case null -> hash.text(null);
                    default -> hash.text(array[row].toString());
                }
            }
            sum += hash.hash();
        }
        return sum;
    }

    private long hash(Connection connection, UnaryOperator<String> schema, String after, String last, Stopping stopping)
            throws SQLException {
        String query = "select %s from %s where %s > %s and %s <= %s"
                .formatted(
                        joined(Column::hashed, ", "),
                        schema.apply(source),
                        key,
                        BinaryRows.quoted(connection, after),
                        key,
                        BinaryRows.quoted(connection, last));
        long sum = 0;
        try (var found = new BinaryRows(connection, query, stopping)) {
            while (found.next()) {
                sum += found.hash();
            }
        }
        return sum;
    }

    /** Names rows and columns, and tells no value of which an operator may not know: what is in carts, and whose they are. */
    private String detail(@Nullable String made, @Nullable String found) {
        if (made == null) {
            return name + " has " + named(Objects.requireNonNull(found)) + ", which no event makes";
        }
        if (found == null) {
            return name + " has no " + named(made) + ", which the events make";
        }
        JsonNode is = JSON.readTree(found);
        JsonNode shouldBe = JSON.readTree(made);
        return name + " has " + named(made)
                + columns.stream()
                        .filter(column -> !shouldBe.path(column.name()).equals(is.path(column.name())))
                        .map(column -> different(column, is, shouldBe))
                        .collect(Collectors.joining(", ", " with ", ""));
    }

    private static String different(Column column, JsonNode is, JsonNode shouldBe) {
        return column.isTold()
                ? column.name() + " " + is.path(column.name()) + " where the events make "
                        + shouldBe.path(column.name())
                : "another " + column.name() + " than the events make";
    }

    private String named(String row) {
        JsonNode columnsOfRow = JSON.readTree(row);
        String named = columns.stream()
                .filter(column -> keys.contains(column.name()) && column.isTold())
                .map(column ->
                        column.name() + " " + columnsOfRow.path(column.name()).asString())
                .collect(Collectors.joining(", "));
        return named.isEmpty() ? "row of this " + key : named;
    }
}
