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
import io.cartledger.query.generation.ViewConnection;
import io.cartledger.query.rows.RowSink;
import io.cartledger.query.rows.RowStatement;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.type.TypeReference;
import tools.jackson.databind.json.JsonMapper;

/** Carts in the read model: loads them, and writes the difference that a fold has made. */
public final class CartTable {

    private static final String CARTS = """
            select c.cart_id, c.version, c.status, c.customer, c.guest, c.order_reference, c.merged_into, l.item_id, l.sku, l.options, l.quantity, l.since_version
            from view_n.cart c
            left join view_n.cart_line l on l.cart_id = c.cart_id
            where c.cart_id = any (?::text[])
            order by c.cart_id, l.since_version, l.item_id
            """;

    private static final RowStatement<CartRow> PUT_CARTS = new RowStatement<CartRow>("view_n.cart", """
            merge into view_n.cart c
            using unnest(?::text[], ?::bigint[], ?::text[], ?::text[], ?::text[], ?::text[], ?::text[], ?::integer[], ?::text[])
              n(cart_id, version, status, customer, guest, order_reference, merged_into, lines, words)
            on c.cart_id = n.cart_id
            when matched then
              update set
                version = n.version,
                status = n.status,
                customer = n.customer,
                guest = n.guest,
                order_reference = n.order_reference,
                merged_into = n.merged_into,
                lines = n.lines,
                words = n.words::tsvector
            when not matched then
              insert (cart_id, version, status, customer, guest, order_reference, merged_into, lines, words)
              values (
                n.cart_id, n.version, n.status, n.customer, n.guest, n.order_reference, n.merged_into, n.lines,
                n.words::tsvector)
            """)
            .text("cart_id", row -> row.cartId().value())
            .bigint("version", row -> row.cart().version())
            .text("status", row -> row.cart().status().name())
            .text("customer", row -> row.cart().owner() instanceof CustomerId customer ? customer.value() : null)
            .text("guest", row -> row.cart().owner() instanceof GuestId guest ? guest.value() : null)
            .text("order_reference", row -> text(row.cart().orderReference()))
            .text("merged_into", row -> text(row.cart().mergedInto()))
            .integer("lines", row -> row.cart().lines().size())
            .text("words", row -> CartWords.of(row.cartId(), row.cart()));

    private static final RowStatement<LineRow> PUT_LINES = new RowStatement<LineRow>("view_n.cart_line", """
            merge into view_n.cart_line l
            using unnest(?::text[], ?::text[], ?::text[], ?::text[], ?::integer[], ?::bigint[])
              n(cart_id, item_id, sku, options, quantity, since_version)
            on l.cart_id = n.cart_id and l.item_id = n.item_id
            when matched then
              update set quantity = n.quantity, since_version = n.since_version
            when not matched then
              insert (cart_id, item_id, sku, options, quantity, since_version)
              values (n.cart_id, n.item_id, n.sku, n.options::jsonb, n.quantity, n.since_version)
            """)
            .text("cart_id", row -> row.cartId().value())
            .text("item_id", row -> row.itemId().value())
            .text("sku", row -> row.line().item().sku().value())
            .text("options", row -> json(row.line().item().options()))
            .integer("quantity", row -> row.line().quantity().units())
            .bigint("since_version", row -> row.line().since());

    private static final RowStatement<LineRow> DELETE_LINES = new RowStatement<LineRow>("view_n.cart_line", """
            delete from view_n.cart_line l
            using unnest(?::text[], ?::text[]) n(cart_id, item_id)
            where l.cart_id = n.cart_id and l.item_id = n.item_id
            """)
            .text("cart_id", row -> row.cartId().value())
            .text("item_id", row -> row.itemId().value());

    private static final String DELETE = """
            with lines as (
              delete from view_n.cart_line
              where cart_id = ?
            )
            delete from view_n.cart
            where cart_id = ?
            """;

    private static final JsonMapper JSON = new JsonMapper();
    private static final TypeReference<Map<String, String>> OPTIONS = new TypeReference<>() {};
    private static final String NO_OPTIONS = "{}"; // most items have none

    private record CartRow(CartId cartId, CartState cart) {}

    private record LineRow(CartId cartId, ItemId itemId, Line line) {}

    private CartTable() {}

    /** Those of the carts that there are, as they are in the view's transaction. */
    public static Map<CartId, CartState> load(ViewConnection view, Collection<String> cartIds) throws SQLException {
        if (cartIds.isEmpty()) {
            return Map.of();
        }
        try (PreparedStatement statement = view.prepare(CARTS)) {
            statement.setObject(1, cartIds.toArray(String[]::new));
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
            var item = new Item(new Sku(row.getString("sku")), options(row.getString("options")));
            var quantity = new Quantity(row.getInt("quantity"));
            lines.put(item.itemId(), new Line(item, quantity, row.getLong("since_version")));
        }
    }

    /** Takes it out, with its lines. */
    public static void delete(ViewConnection view, CartId cartId) throws SQLException {
        try (PreparedStatement statement = view.prepare(DELETE)) {
            statement.setString(1, cartId.value());
            statement.setString(2, cartId.value());
            statement.executeUpdate();
        }
    }

    /** Writes what is different after; a cart that is the same is not touched, nor is a line. */
    public static void save(RowSink sink, Map<CartId, CartState> before, Map<CartId, CartState> after)
            throws SQLException {
        var carts = new ArrayList<CartRow>();
        var lines = new ArrayList<LineRow>();
        var linesGone = new ArrayList<LineRow>();
        after.forEach((cartId, cart) -> {
            CartState old = before.getOrDefault(cartId, CartState.NONE);
            if (cart.version() > old.version()) {
                carts.add(new CartRow(cartId, cart));
                addDifferent(lines, cartId, cart.lines(), old.lines());
                addGone(linesGone, cartId, old.lines(), cart.lines());
            }
        });
        sink.take(DELETE_LINES, linesGone);
        sink.take(PUT_CARTS, carts);
        sink.take(PUT_LINES, lines);
    }

    private static void addDifferent(
            List<LineRow> rows, CartId cartId, Map<ItemId, Line> lines, Map<ItemId, Line> before) {
        lines.forEach((itemId, line) -> {
            if (!line.equals(before.get(itemId))) {
                rows.add(new LineRow(cartId, itemId, line));
            }
        });
    }

    private static void addGone(List<LineRow> rows, CartId cartId, Map<ItemId, Line> lines, Map<ItemId, Line> after) {
        lines.forEach((itemId, line) -> {
            if (!after.containsKey(itemId)) {
                rows.add(new LineRow(cartId, itemId, line));
            }
        });
    }

    private static @Nullable String text(@Nullable Object value) {
        return value == null ? null : value.toString();
    }

    /** In the order and with the spaces of PostgreSQL's {@code jsonb}, so that the texts of the same options are equal. */
    private static String json(Map<String, String> options) {
        return options.isEmpty()
                ? NO_OPTIONS
                : options.entrySet().stream()
                        .sorted(Comparator.comparingInt((Map.Entry<String, String> option) ->
                                        option.getKey().length())
                                .thenComparing(Map.Entry::getKey))
                        .map(option -> JSON.writeValueAsString(option.getKey()) + ": "
                                + JSON.writeValueAsString(option.getValue()))
                        .collect(Collectors.joining(", ", "{", "}"));
    }

    private static Map<String, String> options(String json) {
        return json.equals(NO_OPTIONS) ? Map.of() : JSON.readValue(json, OPTIONS);
    }
}
