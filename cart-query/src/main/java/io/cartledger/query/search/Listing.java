package io.cartledger.query.search;

import io.cartledger.query.rows.Sql;
import java.util.function.Function;

/**
 * What is searched: a table, called {@code c} in all conditions, whose rows are listed in the order of their key.
 *
 * @param table its name
 * @param key the column that is its key
 * @param type the key's, in SQL
 * @param newestFirst whether it is listed from the greatest key down
 * @param all all keys that there can be
 * @param parse makes a key of its text
 */
record Listing<K extends Comparable<K>>(
        String table, String key, String type, boolean newestFirst, Span<K> all, Function<String, K> parse) {

    static final Listing<Long> CHANGES =
            new Listing<>("view_n.change", "position", "bigint", true, new Span<>(0L, Long.MAX_VALUE), Long::valueOf);

    /** No identifier has a character that is as great as the last one here. */
    static final Listing<String> CARTS =
            new Listing<>("view_n.cart", "cart_id", "text", false, new Span<>("", "~"), Function.identity());

    /**
     * Keys in a row.
     *
     * @param after the key that all of them are greater than
     * @param before the key that all of them are less than
     */
    record Span<K extends Comparable<K>>(K after, K before) {

        Span<K> after(K key) {
            return key.compareTo(after) > 0 ? new Span<>(key, before) : this;
        }

        Span<K> before(K key) {
            return key.compareTo(before) < 0 ? new Span<>(after, key) : this;
        }

        boolean contains(K key) {
            return key.compareTo(after) > 0 && key.compareTo(before) < 0;
        }
    }

    /** Whether a key of a table with this key's column lies within. */
    Sql within(String alias, Span<K> span) {
        String column = alias + "." + key;
        String bound = "?::" + type;
        return Sql.of(column + " > " + bound + " and " + column + " < " + bound, span.after(), span.before());
    }
}
