package io.cartledger.query.ledger;

import io.cartledger.cart.Caller;
import io.cartledger.cart.CartId;
import io.cartledger.cart.CustomerId;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import javax.sql.DataSource;

/**
 * The refusals of the ledger, some at a time, in the order of their times. They are written up to seconds after that time,
 * and forgotten when they are old.
 *
 * <p>Any thread may use it. Each page is one range of an index, for each cart that it is about.
 */
public final class RefusalSource {

    private static final String COLUMNS = """
            refusal_id, received_at, code, status, method, route, cart_id, item_id, sku, actor_kind, actor, client, request_id
            """;

    private static final String OF_CART = "cart_id = ?";
    private static final String OF_CART_BY_CALLER = "cart_id = ? and actor_kind = ? and actor = ?";
    private static final String BY_CALLER = "actor = ? and actor_kind = ?";

    // Sorted, so that what is counted is looked for in the index even where it seems to be everywhere.
    private static final String COUNT = """
            select count(*)
            from (
              select from ledger.refusal
              where %s
              order by received_at, refusal_id
              limit ?
            ) found
            """;

    private static final String COUNT_OF_CARTS = """
            select count(*)
            from (
              (select refusal_id
              from ledger.refusal
              where actor = ? and actor_kind = ?
              order by received_at, refusal_id
              limit ?)
              union
              (select r.refusal_id
              from unnest(?::text[]) c(id)
              cross join lateral (
                select refusal_id
                from ledger.refusal
                where cart_id <= c.id and (cart_id, received_at, refusal_id) > (c.id, '-infinity', 0)
                order by cart_id, received_at, refusal_id
                limit ?) r
              limit ?)
            ) found
            """;

    private static final String CUSTOMER = new Caller(Caller.Kind.CUSTOMER, "").kindName();

    private final DataSource ledger;

    /** @param ledger connections that may read {@code ledger.refusal} */
    public RefusalSource(DataSource ledger) {
        this.ledger = ledger;
    }

    /**
     * From which place on, and which way.
     *
     * @param receivedAt of the place
     * @param id of the place: those of the same time that have it or, on the way back, a higher one are not wanted, nor those
     *     with a lower one on the way forth; 0 lies before all of them
     * @param back whether the earlier ones are wanted, the latest of them first
     */
    public record From(Instant receivedAt, long id, boolean back) {}

    /**
     * What was tried with a cart.
     *
     * @param limit most of them, 1 or more
     * @throws EventsUnavailableException if the ledger cannot be read; like all of these
     */
    public List<RecordedRefusal> ofCart(CartId cartId, From from, int limit) {
        return read(page(OF_CART, from), cartId.value(), time(from), from.id(), limit);
    }

    /** What somebody tried with a cart. */
    public List<RecordedRefusal> ofCart(CartId cartId, Caller caller, From from, int limit) {
        return read(
                page(OF_CART_BY_CALLER, from),
                cartId.value(),
                caller.kindName(),
                caller.subject(),
                time(from),
                from.id(),
                limit);
    }

    /**
     * What a customer tried, and what anybody tried with one of these carts.
     *
     * @param carts those of the customer; each costs a range of an index
     */
    public List<RecordedRefusal> ofCustomer(CustomerId customer, Collection<String> carts, From from, int limit) {
        return read(
                pageOfCarts(from),
                customer.value(),
                CUSTOMER,
                time(from),
                from.id(),
                limit,
                carts.toArray(String[]::new),
                time(from),
                from.id(),
                limit,
                limit,
                limit);
    }

    /**
     * How many {@link #ofCart(CartId, From, int)} there are.
     *
     * @param most where to stop counting
     */
    public long countOfCart(CartId cartId, int most) {
        return count(COUNT.formatted(OF_CART), cartId.value(), most);
    }

    /** Likewise of what somebody tried. */
    public long countOfCart(CartId cartId, Caller caller, int most) {
        return count(COUNT.formatted(OF_CART_BY_CALLER), cartId.value(), caller.kindName(), caller.subject(), most);
    }

    /** Likewise of a customer. */
    public long countOfCustomer(CustomerId customer, Collection<String> carts, int most) {
        return Math.min(
                most,
                count(COUNT_OF_CARTS, customer.value(), CUSTOMER, most, carts.toArray(String[]::new), most, most));
    }

    private static String page(String which, From from) {
        return """
                select %1$s
                from ledger.refusal
                where %2$s and (received_at, refusal_id) %3$s (?, ?)
                order by received_at %4$s, refusal_id %4$s
                limit ?
                """.formatted(COLUMNS, which, from.back() ? "<" : ">", direction(from));
    }

    /** Those of one caller, and those of carts, each once: what the caller tried with one of the carts is in both. */
    private static String pageOfCarts(From from) {
        return """
                select %4$s
                from (
                  (%1$s)
                  union
                  (select %4$s
                  from unnest(?::text[]) c(id)
                  cross join lateral (%2$s) r
                  order by received_at %3$s, refusal_id %3$s
                  limit ?)
                ) found
                order by received_at %3$s, refusal_id %3$s
                limit ?
                """.formatted(page(BY_CALLER, from), pageOfOneOfThem(from), direction(from), COLUMNS);
    }

    /**
     * Sorted by the cart, too, which is one: no other index has this order. Statistics know nothing of carts without
     * refusals, and have them looked for among all that there are.
     */
    private static String pageOfOneOfThem(From from) {
        return """
                select %1$s
                from ledger.refusal
                where cart_id %2$s= c.id and (cart_id, received_at, refusal_id) %3$s (c.id, ?, ?)
                order by cart_id %4$s, received_at %4$s, refusal_id %4$s
                limit ?
                """.formatted(COLUMNS, from.back() ? ">" : "<", from.back() ? "<" : ">", direction(from));
    }

    private static String direction(From from) {
        return from.back() ? "desc" : "asc";
    }

    private static OffsetDateTime time(From from) {
        return from.receivedAt().atOffset(ZoneOffset.UTC);
    }

    private List<RecordedRefusal> read(String sql, Object... parameters) {
        try (Connection connection = ledger.getConnection();
                PreparedStatement statement = prepare(connection, sql, parameters);
                ResultSet row = statement.executeQuery()) {
            var refusals = new ArrayList<RecordedRefusal>();
            while (row.next()) {
                refusals.add(refusal(row));
            }
            return refusals;
        } catch (SQLException e) {
            throw new EventsUnavailableException(e);
        }
    }

    private long count(String sql, Object... parameters) {
        try (Connection connection = ledger.getConnection();
                PreparedStatement statement = prepare(connection, sql, parameters);
                ResultSet row = statement.executeQuery()) {
            row.next();
            return row.getLong(1);
        } catch (SQLException e) {
            throw new EventsUnavailableException(e);
        }
    }

    private static PreparedStatement prepare(Connection connection, String sql, Object... parameters)
            throws SQLException {
        PreparedStatement statement = connection.prepareStatement(sql);
        for (int i = 0; i < parameters.length; i++) {
            statement.setObject(i + 1, parameters[i]);
        }
        return statement;
    }

    private static RecordedRefusal refusal(ResultSet row) throws SQLException {
        return new RecordedRefusal(
                row.getLong("refusal_id"),
                row.getObject("received_at", OffsetDateTime.class).toInstant(),
                row.getString("code"),
                row.getInt("status"),
                row.getString("method"),
                row.getString("route"),
                row.getString("cart_id"),
                row.getString("item_id"),
                row.getString("sku"),
                row.getString("actor_kind"),
                row.getString("actor"),
                row.getString("client"),
                row.getString("request_id"));
    }
}
