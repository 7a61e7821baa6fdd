package io.cartledger.query.cart;

import io.cartledger.cart.CartId;
import io.cartledger.cart.CartState;
import io.cartledger.cart.CartStatus;
import io.cartledger.cart.CustomerId;
import io.cartledger.cart.GuestId;
import io.cartledger.cart.Item;
import io.cartledger.cart.ItemId;
import io.cartledger.cart.Line;
import io.cartledger.cart.OrderReference;
import io.cartledger.cart.Owner;
import io.cartledger.cart.Quantity;
import io.cartledger.cart.Sku;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.Collection;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.type.TypeReference;
import tools.jackson.databind.json.JsonMapper;

/** Carts in the read model: loads them, and writes the difference that a fold has made. */
public final class CartTable {

    private static final String CARTS = """
            select c.cart_id, c.version, c.status, c.customer, c.guest, c.order_reference, c.merged_into, l.item_id, l.sku, l.options, l.quantity, l.since_version
            from view_1.cart c
            left join view_1.cart_line l on l.cart_id = c.cart_id
            where c.cart_id = any (?)
            order by c.cart_id, l.since_version, l.item_id
            """;

    private static final String PUT_CART = """
            insert into view_1.cart (cart_id, version, status, customer, guest, order_reference, merged_into)
            values (?, ?, ?, ?, ?, ?, ?)
            on conflict (cart_id) do update
            set version = excluded.version,
                status = excluded.status,
                customer = excluded.customer,
                guest = excluded.guest,
                order_reference = excluded.order_reference,
                merged_into = excluded.merged_into
            """;

    private static final String PUT_LINE = """
            insert into view_1.cart_line (cart_id, item_id, sku, options, quantity, since_version)
            values (?, ?, ?, ?::jsonb, ?, ?)
            on conflict (cart_id, item_id) do update
            set quantity = excluded.quantity, since_version = excluded.since_version
            """;

    private static final String DELETE_LINE = """
            delete from view_1.cart_line
            where cart_id = ? and item_id = ?
            """;

    private static final JsonMapper JSON = new JsonMapper();
    private static final TypeReference<Map<String, String>> OPTIONS = new TypeReference<>() {};

    private CartTable() {}

    /** Those of the carts that there are, as they are in the connection's transaction. */
    public static Map<CartId, CartState> load(Connection connection, Collection<String> cartIds) throws SQLException {
        try (PreparedStatement statement = connection.prepareStatement(CARTS)) {
            statement.setArray(1, connection.createArrayOf("text", cartIds.toArray()));
            var carts = new HashMap<CartId, CartState>();
            var lines = new HashMap<CartId, LinkedHashMap<ItemId, Line>>();
            try (ResultSet row = statement.executeQuery()) {
                while (row.next()) {
                    var cartId = new CartId(row.getString("cart_id"));
                    carts.putIfAbsent(cartId, withoutLines(row));
                    addLine(lines.computeIfAbsent(cartId, key -> new LinkedHashMap<>()), row);
                }
            }
            carts.replaceAll((cartId, cart) -> new CartState(
                    cart.version(),
                    cart.status(),
                    cart.owner(),
                    cart.orderReference(),
                    cart.mergedInto(),
                    lines.getOrDefault(cartId, new LinkedHashMap<>())));
            return carts;
        }
    }

    private static CartState withoutLines(ResultSet row) throws SQLException {
        return new CartState(
                row.getLong("version"),
                CartStatus.valueOf(row.getString("status")),
                owner(row.getString("customer"), row.getString("guest")),
                value(row.getString("order_reference"), OrderReference::new),
                value(row.getString("merged_into"), CartId::new),
                new LinkedHashMap<>());
    }

    private static @Nullable Owner owner(@Nullable String customer, @Nullable String guest) {
        return customer == null ? value(guest, GuestId::new) : new CustomerId(customer);
    }

    private static <T> @Nullable T value(@Nullable String text, Function<String, T> constructor) {
        return text == null ? null : constructor.apply(text);
    }

    /** A row is a cart with one of its lines; a cart without lines has one row all the same. */
    private static void addLine(Map<ItemId, Line> lines, ResultSet row) throws SQLException {
        if (row.getString("item_id") != null) {
            var item = new Item(new Sku(row.getString("sku")), JSON.readValue(row.getString("options"), OPTIONS));
            var quantity = new Quantity(row.getInt("quantity"));
            lines.put(item.itemId(), new Line(item, quantity, row.getLong("since_version")));
        }
    }

    /** Writes what is different after; a cart that is the same is not touched. */
    public static void save(Connection connection, Map<CartId, CartState> before, Map<CartId, CartState> after)
            throws SQLException {
        try (PreparedStatement putCart = connection.prepareStatement(PUT_CART);
                PreparedStatement putLine = connection.prepareStatement(PUT_LINE);
                PreparedStatement deleteLine = connection.prepareStatement(DELETE_LINE)) {
            for (Map.Entry<CartId, CartState> entry : after.entrySet()) {
                CartId cartId = entry.getKey();
                CartState cart = entry.getValue();
                CartState old = before.getOrDefault(cartId, CartState.NONE);
                if (cart.version() > old.version()) {
                    addCart(putCart, cartId, cart);
                    addLines(putLine, deleteLine, cartId, old.lines(), cart.lines());
                }
            }
            deleteLine.executeBatch();
            putCart.executeBatch();
            putLine.executeBatch();
        }
    }

    private static void addCart(PreparedStatement putCart, CartId cartId, CartState cart) throws SQLException {
        putCart.setString(1, cartId.value());
        putCart.setLong(2, cart.version());
        putCart.setString(3, cart.status().name());
        putCart.setString(4, cart.owner() instanceof CustomerId customer ? customer.value() : null);
        putCart.setString(5, cart.owner() instanceof GuestId guest ? guest.value() : null);
        putCart.setString(6, text(cart.orderReference()));
        putCart.setString(7, text(cart.mergedInto()));
        putCart.addBatch();
    }

    private static @Nullable String text(@Nullable Object value) {
        return value == null ? null : value.toString();
    }

    private static void addLines(
            PreparedStatement putLine,
            PreparedStatement deleteLine,
            CartId cartId,
            Map<ItemId, Line> before,
            Map<ItemId, Line> after)
            throws SQLException {
        for (ItemId itemId : before.keySet()) {
            if (!after.containsKey(itemId)) {
                deleteLine.setString(1, cartId.value());
                deleteLine.setString(2, itemId.value());
                deleteLine.addBatch();
            }
        }
        for (Map.Entry<ItemId, Line> entry : after.entrySet()) {
            Line line = entry.getValue();
            if (!line.equals(before.get(entry.getKey()))) {
                putLine.setString(1, cartId.value());
                putLine.setString(2, entry.getKey().value());
                putLine.setString(3, line.item().sku().value());
                putLine.setString(4, JSON.writeValueAsString(line.item().options()));
                putLine.setInt(5, line.quantity().units());
                putLine.setLong(6, line.since());
                putLine.addBatch();
            }
        }
    }
}
