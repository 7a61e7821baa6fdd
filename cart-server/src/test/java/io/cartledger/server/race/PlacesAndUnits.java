package io.cartledger.server.race;

import static java.util.stream.Collectors.groupingBy;
import static java.util.stream.Collectors.mapping;
import static java.util.stream.Collectors.toList;
import static org.assertj.core.api.Assertions.assertThat;

import io.cartledger.cart.CartId;
import io.cartledger.cart.CartState;
import io.cartledger.cart.CartStatus;
import io.cartledger.cart.Line;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import javax.sql.DataSource;

/**
 * What the ledger keeps beside its events so that appends can be judged by it, and the read model's copy of it.
 *
 * @param openCarts cart by owner
 * @param openCartsOfView the same in the read model
 * @param openUnits by customer and SKU, in open carts
 * @param orderedUnits by customer and SKU, checked out in whichever period
 */
record PlacesAndUnits(
        Map<String, String> openCarts,
        Map<String, String> openCartsOfView,
        Map<String, Long> openUnits,
        Map<String, Long> orderedUnits) {

    private static final String OPEN_CARTS = """
            select owner, cart_id
            from ledger.open_cart
            """;

    private static final String OPEN_CARTS_OF_VIEW = """
            select owner, cart_id
            from view_1.open_cart
            """;

    private static final String OPEN_UNITS = """
            select customer || ' ' || sku, units
            from ledger.limit_use
            where period_start = 0 and units <> 0
            """;

    private static final String ORDERED_UNITS = """
            select customer || ' ' || sku, sum(units)
            from ledger.limit_use
            where period_start <> 0
            group by customer, sku
            having sum(units) <> 0
            """;

    /** Reads them; to be compared with events, nothing must be appended meanwhile. */
    static PlacesAndUnits read(DataSource dataSource) {
        try (Connection connection = dataSource.getConnection()) {
            var openUnits = new HashMap<String, Long>();
            rows(connection, OPEN_UNITS).forEach((key, units) -> openUnits.put(key, Long.valueOf(units)));
            var orderedUnits = new HashMap<String, Long>();
            rows(connection, ORDERED_UNITS).forEach((key, units) -> orderedUnits.put(key, Long.valueOf(units)));
            return new PlacesAndUnits(
                    rows(connection, OPEN_CARTS), rows(connection, OPEN_CARTS_OF_VIEW), openUnits, orderedUnits);
        } catch (SQLException e) {
            throw new IllegalStateException(e);
        }
    }

    private static Map<String, String> rows(Connection connection, String sql) throws SQLException {
        try (PreparedStatement statement = connection.prepareStatement(sql);
                ResultSet row = statement.executeQuery()) {
            var rows = new HashMap<String, String>();
            while (row.next()) {
                rows.put(row.getString(1), row.getString(2));
            }
            return rows;
        }
    }

    /** Each open cart in the tables is open and its owner's, and the units are those of the carts. */
    public void assertAreTheFoldOf(Map<CartId, CartState> carts) {
        Map<String, List<String>> folded = openCartsByOwner(carts);
        assertThat(openCarts)
                .allSatisfy((owner, cartId) ->
                        assertThat(folded.getOrDefault(owner, List.of())).contains(cartId));
        assertThat(openCartsOfView).isEqualTo(openCarts);
        assertThat(openUnits).isEqualTo(units(carts, CartStatus.OPEN));
        assertThat(orderedUnits).isEqualTo(units(carts, CartStatus.CHECKED_OUT));
    }

    /** Where no back end has opened carts for others: every owner has one open cart at most, and it is in the table. */
    public void assertEveryOwnerHasOneOpenCart(Map<CartId, CartState> carts) {
        assertThat(openCartsByOwner(carts))
                .allSatisfy((owner, open) ->
                        assertThat(open).as("open carts of %s", owner).containsExactly(openCarts.get(owner)));
    }

    private static Map<String, List<String>> openCartsByOwner(Map<CartId, CartState> carts) {
        return carts.entrySet().stream()
                .filter(cart -> cart.getValue().isOpen() && cart.getValue().owner() != null)
                .collect(groupingBy(
                        cart -> cart.getValue().owner().key(),
                        mapping(cart -> cart.getKey().value(), toList())));
    }

    private static Map<String, Long> units(Map<CartId, CartState> carts, CartStatus status) {
        var units = new HashMap<String, Long>();
        carts.values().stream()
                .filter(cart -> cart.status() == status && cart.customer().isPresent())
                .forEach(cart -> {
                    for (Line line : cart.lines().values()) {
                        String key = cart.customer().get() + " " + line.item().sku();
                        units.merge(key, (long) line.quantity().units(), Long::sum);
                    }
                });
        return units;
    }
}
