package io.cartledger.query.search;

import io.cartledger.cart.CartId;
import io.cartledger.cart.CartState;
import io.cartledger.cart.InvalidValueException;
import io.cartledger.http.CartJson;
import io.cartledger.query.cart.CartTable;
import io.cartledger.query.generation.ViewConnection;
import io.cartledger.query.page.Page;
import io.cartledger.query.page.PageRequest;
import io.cartledger.query.page.Total;
import io.cartledger.query.search.Listing.Span;
import io.cartledger.query.search.Search.Found;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** Finds carts, in the order of their identifiers, so that none moves while somebody turns the pages. */
final class CartSearch {

    /** Names the list of these carts. */
    static final String LIST = "carts";

    private static final String LAST_CHANGES = """
            select w.cart_id, h.recorded_at
            from unnest(?::text[], ?::bigint[]) w(cart_id, version)
            cross join lateral (
              select h.recorded_at
              from view_n.change h
              where h.cart_id = w.cart_id and h.version = w.version
              order by h.cart_id desc, h.position desc
              limit 1
            ) h
            """;

    private CartSearch() {}

    /** A page with what is told of each cart. */
    record CartsFound(Page<FoundCart> page, Total total) {}

    static CartsFound find(ViewConnection view, CartQuery query, PageRequest request) throws SQLException {
        Span<Long> changes = query.asksForTime()
                ? ChangeSearch.span(view, query.changedFrom(), query.changedTo())
                : Listing.CHANGES.all();
        Found<String> found = Search.find(
                view,
                Listing.CARTS,
                query.conditions(changes),
                Listing.CARTS.all(),
                request,
                request.key().map(CartSearch::cartId));
        Page<String> page = found.page();
        return new CartsFound(new Page<>(read(view, page.rows()), page.previous(), page.next()), found.total());
    }

    private static String cartId(String key) {
        try {
            return new CartId(key).value();
        } catch (InvalidValueException e) {
            throw e.of(PageRequest.CURSOR);
        }
    }

    private static List<FoundCart> read(ViewConnection view, List<String> cartIds) throws SQLException {
        Map<CartId, CartState> carts = CartTable.load(view, cartIds);
        Map<String, Instant> times = lastChanges(view, carts);
        var found = new ArrayList<FoundCart>();
        for (String cartId : cartIds) {
            var id = new CartId(cartId);
            CartState cart = carts.get(id);
            if (cart != null) {
                found.add(new FoundCart(CartJson.of(id, cart), times.get(cartId)));
            }
        }
        return found;
    }

    /** Of the versions that were read: the carts may have changed since. */
    private static Map<String, Instant> lastChanges(ViewConnection view, Map<CartId, CartState> carts)
            throws SQLException {
        List<Map.Entry<CartId, CartState>> entries = List.copyOf(carts.entrySet());
        try (PreparedStatement statement = view.prepare(LAST_CHANGES)) {
            statement.setObject(
                    1, entries.stream().map(cart -> cart.getKey().value()).toArray(String[]::new));
            statement.setObject(
                    2, entries.stream().map(cart -> cart.getValue().version()).toArray(Long[]::new));
            var times = new HashMap<String, Instant>();
            try (ResultSet row = statement.executeQuery()) {
                while (row.next()) {
                    times.put(
                            row.getString("cart_id"),
                            row.getObject("recorded_at", OffsetDateTime.class).toInstant());
                }
            }
            return times;
        }
    }
}
