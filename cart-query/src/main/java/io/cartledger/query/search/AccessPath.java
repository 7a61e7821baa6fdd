package io.cartledger.query.search;

import io.cartledger.query.generation.ViewConnection;
import io.cartledger.query.rows.Sql;
import io.cartledger.query.search.Listing.Span;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;

/** How the rows are found of which a condition holds. */
sealed interface AccessPath {

    /** Tells by SQL all rows that are found so, for the planner to estimate how many they are. */
    <K extends Comparable<K>> Sql rows(Listing<K> listing, Span<K> span);

    /** From where keys come in order; empty if this way they would be too many to be put in order. */
    <K extends Comparable<K>> Optional<KeySource<K>> open(ViewConnection view, Listing<K> listing, Span<K> span)
            throws SQLException;

    /** All rows, in order. */
    record All() implements AccessPath {

        @Override
        public <K extends Comparable<K>> Sql rows(Listing<K> listing, Span<K> span) {
            return Sql.of("select 1 from " + listing.table() + " c where ").then(listing.within("c", span));
        }

        @Override
        public <K extends Comparable<K>> Optional<KeySource<K>> open(
                ViewConnection view, Listing<K> listing, Span<K> span) {
            return Optional.of(new KeySource.All<>(listing));
        }
    }

    /** By an index over a column and the key, for each of these values. */
    record Each(Column column, List<?> values) implements AccessPath {

        @Override
        public <K extends Comparable<K>> Sql rows(Listing<K> listing, Span<K> span) {
            return Sql.of("select 1 from " + column.table() + " l where l." + column.name() + " = any (?::")
                    .then(column.type() + "[]) and ", (Object) column.array(values))
                    .then(listing.within("l", span));
        }

        @Override
        public <K extends Comparable<K>> Optional<KeySource<K>> open(
                ViewConnection view, Listing<K> listing, Span<K> span) {
            return Optional.of(new KeySource.ByColumn<>(listing, column, values));
        }
    }

    /** The same for each value from one to another, as long as there are few. */
    record Between(Column column, Object least, Object most) implements AccessPath {

        /** Of each as many rows are read from the index as are tested of all of them together. */
        static final int MOST_VALUES = 16;

        @Override
        public <K extends Comparable<K>> Sql rows(Listing<K> listing, Span<K> span) {
            String name = "l." + column.name();
            String bound = "?::" + column.type();
            return Sql.of(
                            "select 1 from " + column.table() + " l where " + name + " >= " + bound + " and " + name
                                    + " <= " + bound + " and ",
                            least,
                            most)
                    .then(listing.within("l", span));
        }

        @Override
        public <K extends Comparable<K>> Optional<KeySource<K>> open(
                ViewConnection view, Listing<K> listing, Span<K> span) throws SQLException {
            List<Object> values = values(view);
            return values.size() > MOST_VALUES
                    ? Optional.empty()
                    : Optional.of(new KeySource.ByColumn<>(listing, column, values));
        }

        /** From each value to the next one, past all rows that have it. */
        private List<Object> values(ViewConnection view) throws SQLException {
            String next = """
                    (select l.%1$s as value from %2$s l
                     where l.%1$s is not null and l.%1$s %3$s and l.%1$s <= ?::%4$s
                     order by l.%1$s limit 1)
                    """;
            Sql sql = Sql.of("with recursive v(value) as (")
                    .then(
                            next.formatted(column.name(), column.table(), ">= ?::" + column.type(), column.type()),
                            least,
                            most)
                    .then(" union all select n.value from v cross join lateral ")
                    .then(next.formatted(column.name(), column.table(), "> v.value", column.type()), most)
                    .then(" n) select v.value::text from v limit ?", MOST_VALUES + 1);
            return Keys.read(view, sql, column.type().equals("integer") ? Integer::valueOf : text -> text);
        }
    }

    /**
     * By an index in whose order they do not come, as long as there are few.
     *
     * @param keys tells by SQL what they are; one may come several times
     * @param most how many
     */
    record Keys(Sql keys, int most) implements AccessPath {

        @Override
        public <K extends Comparable<K>> Sql rows(Listing<K> listing, Span<K> span) {
            return keys(listing, span, "1");
        }

        private <K extends Comparable<K>> Sql keys(Listing<K> listing, Span<K> span, String column) {
            return Sql.of("select " + column + " from (")
                    .then(keys)
                    .then(") k(" + listing.key() + ") where ")
                    .then(listing.within("k", span));
        }

        @Override
        public <K extends Comparable<K>> Optional<KeySource<K>> open(
                ViewConnection view, Listing<K> listing, Span<K> span) throws SQLException {
            Sql some = keys(listing, span, "k." + listing.key() + "::text").then(" limit ?", most + 1);
            List<K> found = read(view, some, listing.parse());
            return found.size() > most
                    ? Optional.empty()
                    : Optional.of(new KeySource.Known<>(
                            listing, found.stream().distinct().sorted().toList()));
        }

        static <T> List<T> read(ViewConnection view, Sql sql, Function<String, ? extends T> parse) throws SQLException {
            try (PreparedStatement statement = sql.prepare(view);
                    ResultSet row = statement.executeQuery()) {
                var found = new ArrayList<T>();
                while (row.next()) {
                    found.add(parse.apply(row.getString(1)));
                }
                return found;
            }
        }
    }
}
