package io.cartledger.query.feed;

import io.cartledger.query.generation.ViewConnection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Where in the ledger something has happened to lines of a SKU, or to a customer: the read model knows by its indexes. */
final class ChangedPositions {

    /** An item has options, so that several lines may be of one SKU. */
    private static final String OF_SKU = """
            select distinct l.position
            from view_n.change_line l
            join view_n.change c on c.position = l.position
            where l.sku = ?
              and (?::text is null or c.customer = ?)
              and (?::text is null or c.cart_id = ?)
              and l.position > ?
              and l.position <= ?
            order by l.position
            limit ?
            """;

    private static final String OF_CUSTOMER = """
            select c.position
            from view_n.change c
            where c.customer = ?
              and (?::text is null or c.cart_id = ?)
              and c.position > ?
              and c.position <= ?
            order by c.position
            limit ?
            """;

    private ChangedPositions() {}

    /**
     * Those of what the query asks for: its SKU, its customer, and its cart, where it has them.
     *
     * @param query has a SKU or a customer
     * @param after the position behind which they are wanted
     * @param upTo the last one; the read model has to be there
     * @param limit most of them
     */
    static List<Long> find(ViewConnection view, FeedQuery query, long after, long upTo, int limit) throws SQLException {
        String customer = text(query.customer());
        String cart = text(query.cart());
        return query.sku() != null
                ? find(view, OF_SKU, query.sku().value(), customer, customer, cart, cart, after, upTo, limit)
                : find(view, OF_CUSTOMER, customer, cart, cart, after, upTo, limit);
    }

    private static @Nullable String text(@Nullable Object value) {
        return value == null ? null : value.toString();
    }

    private static List<Long> find(ViewConnection view, String sql, @Nullable Object... parameters)
            throws SQLException {
        try (PreparedStatement statement = view.prepare(sql)) {
            for (int i = 0; i < parameters.length; i++) {
                statement.setObject(i + 1, parameters[i]);
            }
            try (ResultSet row = statement.executeQuery()) {
                var positions = new ArrayList<Long>();
                while (row.next()) {
                    positions.add(row.getLong(1));
                }
                return positions;
            }
        }
    }
}
