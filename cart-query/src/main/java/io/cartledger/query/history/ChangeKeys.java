package io.cartledger.query.history;

import io.cartledger.cart.CartId;
import io.cartledger.cart.CustomerId;
import io.cartledger.query.generation.ViewConnection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;

/** Finds the changes of a history, in order from any place on. Each page is one range of an index. */
final class ChangeKeys {

    private static final String PAGE = """
            select position, recorded_at
            from view_n.change
            where %1$s = ? and position %2$s ?
            order by position %3$s
            limit ?
            """;

    private static final String OF_CART = PAGE.formatted("cart_id", ">", "asc");
    private static final String OF_CART_BACK = PAGE.formatted("cart_id", "<", "desc");
    private static final String OF_CUSTOMER = PAGE.formatted("customer", ">", "asc");
    private static final String OF_CUSTOMER_BACK = PAGE.formatted("customer", "<", "desc");

    private static final String LAST_AT = """
            select coalesce((
              select position
              from view_n.change
              where recorded_at <= ?
              order by recorded_at desc, position desc
              limit 1), 0)
            """;

    private static final String COUNT = """
            select count(*)
            from (
              select from view_n.change
              where customer = ?
              order by customer, position
              limit ?
            ) found
            """;

    /** Changes before a cart became the customer's count too, so it is an estimate. */
    private static final String ESTIMATE = """
            select
              coalesce((select sum(version + 1) from view_n.cart where customer = ?), 0)
              + coalesce((select version + 1 from view_n.customer where customer = ?), 0)
            """;

    private static final String FOLDED = """
            select position
            from view_n.progress
            where only_row
            """;

    private static final String CARTS = """
            select cart_id
            from view_n.cart
            where customer = ?
            order by customer desc, cart_id desc
            limit ?
            """;

    /** Carts of a customer of which refusals are read: for each a page looks into an index once more. */
    static final int MOST_CARTS = 1_000;

    private ChangeKeys() {}

    /** Places of a cart's changes, as many as are wanted. */
    static List<TimelineKey> of(ViewConnection view, CartId cartId, HistoryQuery wanted) throws SQLException {
        return page(view, wanted.back() ? OF_CART_BACK : OF_CART, cartId.value(), wanted);
    }

    /** Likewise of a customer: of the file, and of the carts that were the customer's then. */
    static List<TimelineKey> of(ViewConnection view, CustomerId customer, HistoryQuery wanted) throws SQLException {
        return page(view, wanted.back() ? OF_CUSTOMER_BACK : OF_CUSTOMER, customer.value(), wanted);
    }

    private static List<TimelineKey> page(ViewConnection view, String sql, String id, HistoryQuery wanted)
            throws SQLException {
        long position = position(view, wanted.from(), wanted.back());
        try (PreparedStatement statement = view.prepare(sql)) {
            statement.setString(1, id);
            statement.setLong(2, position);
            statement.setInt(3, wanted.page().rowsToRead());
            var places = new ArrayList<TimelineKey>();
            try (ResultSet row = statement.executeQuery()) {
                while (row.next()) {
                    Instant time =
                            row.getObject("recorded_at", OffsetDateTime.class).toInstant();
                    places.add(new TimelineKey(time, false, row.getLong("position")));
                }
            }
            return places;
        }
    }

    /** The position that changes follow, or precede, if they follow or precede the place. */
    private static long position(ViewConnection view, TimelineKey place, boolean back) throws SQLException {
        if (!place.refusal()) {
            return place.number();
        }
        OffsetDateTime time = place.time().atOffset(ZoneOffset.UTC);
        try (PreparedStatement statement = view.prepare(LAST_AT)) {
            statement.setObject(1, time);
            long last = number(statement);
            return back ? last + 1 : last;
        }
    }

    /**
     * How many changes {@link #of(ViewConnection, CustomerId, HistoryQuery)} there are.
     *
     * @param most where to stop counting
     */
    static long count(ViewConnection view, CustomerId customer, int most) throws SQLException {
        try (PreparedStatement statement = view.prepare(COUNT)) {
            statement.setString(1, customer.value());
            statement.setInt(2, most);
            return number(statement);
        }
    }

    /** About how many there are, from the versions of the carts and the file. */
    static long estimate(ViewConnection view, CustomerId customer) throws SQLException {
        try (PreparedStatement statement = view.prepare(ESTIMATE)) {
            statement.setString(1, customer.value());
            statement.setString(2, customer.value());
            return number(statement);
        }
    }

    private static long number(PreparedStatement statement) throws SQLException {
        try (ResultSet row = statement.executeQuery()) {
            row.next();
            return row.getLong(1);
        }
    }

    /** The position up to which there are changes. */
    static long folded(ViewConnection view) throws SQLException {
        try (PreparedStatement statement = view.prepare(FOLDED)) {
            return number(statement);
        }
    }

    /**
     * The carts that are the customer's. A cart that is a customer's stays that customer's.
     *
     * @return the last {@value #MOST_CARTS} in the order of their identifiers, which says nothing of when they were opened
     */
    static List<String> carts(ViewConnection view, CustomerId customer) throws SQLException {
        try (PreparedStatement statement = view.prepare(CARTS)) {
            statement.setString(1, customer.value());
            statement.setInt(2, MOST_CARTS);
            var carts = new ArrayList<String>();
            try (ResultSet row = statement.executeQuery()) {
                while (row.next()) {
                    carts.add(row.getString(1));
                }
            }
            return carts;
        }
    }
}
