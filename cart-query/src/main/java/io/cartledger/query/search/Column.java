package io.cartledger.query.search;

import java.util.List;

/**
 * A column with an index over it and the key of what is listed.
 *
 * @param table whose it is: that of the listing, or one that has rows for its keys
 * @param type in SQL
 */
record Column(String table, String name, String type) {

    /** As the driver takes an array of them. */
    Object[] array(List<?> values) {
        return type.equals("integer") ? values.toArray(Integer[]::new) : values.toArray(String[]::new);
    }
}
