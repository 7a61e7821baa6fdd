package io.cartledger.query.search;

import io.cartledger.query.rows.Sql;
import io.cartledger.query.search.Listing.Span;
import java.util.List;

/** From where keys come in order. */
sealed interface KeySource<K extends Comparable<K>> {

    /**
     * Some of the keys by SQL, each with whether a test holds of its row.
     *
     * @param test null is no
     * @param ascending whether the least ones are wanted, not the greatest
     * @param most how many
     */
    Sql some(Span<K> span, Sql test, boolean ascending, int most);

    private static String direction(boolean ascending) {
        return ascending ? "asc" : "desc";
    }

    /** Tests the rows of keys that were found elsewhere, one by one: whatever the planner thinks of their number. */
    private static <K extends Comparable<K>> Sql tested(Listing<K> listing, Sql test) {
        if (test.equals(Condition.HOLDS)) {
            return Sql.of(" k(key) cross join (values (true)) t(wanted)");
        }
        return Sql.of(" k(key) cross join lateral (select (")
                .then(test)
                .then(") as wanted from %s c where c.%s = k.key offset 0) t".formatted(listing.table(), listing.key()));
    }

    /** All of them. */
    record All<K extends Comparable<K>>(Listing<K> listing) implements KeySource<K> {

        @Override
        public Sql some(Span<K> span, Sql test, boolean ascending, int most) {
            return Sql.of("select c." + listing.key() + " as key, (")
                    .then(test)
                    .then(") as wanted from " + listing.table() + " c where ")
                    .then(listing.within("c", span))
                    .then(" order by c." + listing.key() + " " + direction(ascending) + " limit ?", most);
        }
    }

    /**
     * Those of which a column has one of these values. The index is asked for by comparing rows, so that no other one can
     * be in the order that is wanted: for a value that is frequent on the whole, the planner would go through all rows
     * from the newest on, and to the end where the value is an old one.
     */
    record ByColumn<K extends Comparable<K>>(Listing<K> listing, Column column, List<?> values)
            implements KeySource<K> {

        @Override
        public Sql some(Span<K> span, Sql test, boolean ascending, int most) {
            return values.size() == 1 && column.table().equals(listing.table())
                    ? ofOne(span, test, ascending, most)
                    : ofSeveral(span, test, ascending, most);
        }

        private Sql ofOne(Span<K> span, Sql test, boolean ascending, int most) {
            Object value = values.getFirst();
            return Sql.of("select c." + listing.key() + " as key, (")
                    .then(test)
                    .then(") as wanted from " + column.table() + " c where ")
                    .then(inIndex("c", "?::" + column.type()), value, span.after(), value, span.before())
                    .then(inOrder("c", ascending), most);
        }

        private Sql ofSeveral(Span<K> span, Sql test, boolean ascending, int most) {
            String inner = "select distinct l.%1$s, l.%2$s from %3$s l where "
                    .formatted(column.name(), listing.key(), column.table());
            return Sql.of(
                            "select k.key, t.wanted from (select w.%s as key from unnest(?::%s[]) v(value) cross join lateral ("
                                    .formatted(listing.key(), column.type()),
                            (Object) column.array(values))
                    .then(inner + inIndex("l", "v.value"), span.after(), span.before())
                    .then(inOrder("l", ascending), most)
                    .then(") w order by w." + listing.key() + " " + direction(ascending) + " limit ?)", most)
                    .then(tested(listing, test));
        }

        private String inIndex(String alias, String value) {
            String key = "?::" + listing.type();
            return "%1$s.%2$s is not null and (%1$s.%2$s, %1$s.%3$s) > (%4$s, %5$s) and (%1$s.%2$s, %1$s.%3$s) < (%4$s, %5$s)"
                    .formatted(alias, column.name(), listing.key(), value, key);
        }

        private String inOrder(String alias, boolean ascending) {
            return " order by %1$s.%2$s %4$s, %1$s.%3$s %4$s limit ?"
                    .formatted(alias, column.name(), listing.key(), direction(ascending));
        }
    }

    /**
     * Those that are known already.
     *
     * @param keys in ascending order
     */
    record Known<K extends Comparable<K>>(Listing<K> listing, List<K> keys) implements KeySource<K> {

        @Override
        public Sql some(Span<K> span, Sql test, boolean ascending, int most) {
            List<K> within = (ascending ? keys : keys.reversed())
                    .stream().filter(span::contains).limit(most).toList();
            Object[] array =
                    listing.type().equals("bigint") ? within.toArray(Long[]::new) : within.toArray(String[]::new);
            return Sql.of("select k.key, t.wanted from unnest(?::" + listing.type() + "[])", (Object) array)
                    .then(tested(listing, test));
        }
    }
}
