package io.cartledger.query.cart;

import io.cartledger.cart.CartEvent;
import io.cartledger.cart.CartId;
import io.cartledger.cart.CartState;
import io.cartledger.cart.Owner;
import io.cartledger.cart.Places;
import io.cartledger.query.generation.ViewConnection;
import io.cartledger.query.rows.RowSink;
import io.cartledger.query.rows.RowStatement;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * The one open cart of each owner, folded from the events of all carts in the order of their positions: a cart that
 * opens takes the place if it is free, and leaves it when it closes or changes hands.
 */
public final class OpenCartTable {

    private static final String FIND = """
            select cart_id
            from view_n.open_cart
            where owner = ?
            """;

    private static final String HELD = """
            select owner, cart_id
            from view_n.open_cart
            where owner = any (?::text[])
            """;

    private static final RowStatement<Map.Entry<String, String>> PUT = new RowStatement<Map.Entry<String, String>>(
                    "view_n.open_cart", """
            insert into view_n.open_cart (owner, cart_id)
            select n.owner, n.cart_id
            from unnest(?::text[], ?::text[]) n(owner, cart_id)
            on conflict (owner) do update
            set cart_id = excluded.cart_id
            """)
            .text("owner", Map.Entry::getKey)
            .text("cart_id", Map.Entry::getValue);

    private static final RowStatement<String> DELETE =
            new RowStatement<String>("view_n.open_cart", """
            delete from view_n.open_cart o
            using unnest(?::text[]) n(owner)
            where o.owner = n.owner
            """).text("owner", owner -> owner);

    private OpenCartTable() {}

    /**
     * A cart that takes a place if it is free, or leaves it if it has it.
     *
     * @param position of the event that moves it
     */
    public record Move(long position, Owner owner, CartId cartId, boolean takes) {}

    /**
     * What an event of a cart moves: nothing, mostly.
     *
     * @param position of the event
     */
    public static List<Move> moves(long position, CartId cartId, CartState before, CartEvent event, CartState after) {
        Places places = Places.moved(before, event, after);
        var moves = new ArrayList<Move>();
        if (places.left() != null) {
            moves.add(new Move(position, places.left(), cartId, false));
        }
        if (places.wanted() != null) {
            moves.add(new Move(position, places.wanted(), cartId, true));
        }
        return moves;
    }

    /** Carries them out, in their order. */
    public static void save(ViewConnection view, List<Move> moves) throws SQLException {
        if (moves.isEmpty()) {
            return;
        }
        Map<String, String> before = held(view, moves);
        var after = new HashMap<>(before);
        for (Move move : moves) {
            String owner = move.owner().key();
            if (move.takes()) {
                after.putIfAbsent(owner, move.cartId().value());
            } else {
                after.remove(owner, move.cartId().value());
            }
        }
        DELETE.execute(
                view,
                before.keySet().stream()
                        .filter(owner -> !after.containsKey(owner))
                        .toList());
        PUT.execute(
                view,
                after.entrySet().stream()
                        .filter(place -> !place.getValue().equals(before.get(place.getKey())))
                        .toList());
    }

    /**
     * Puts a cart into a place, whoever has it.
     *
     * @param cartId empty if nobody is to have it
     */
    public static void set(ViewConnection view, Owner owner, Optional<CartId> cartId) throws SQLException {
        if (cartId.isPresent()) {
            put(RowSink.into(view), Map.entry(owner.key(), cartId.get().value()));
        } else {
            DELETE.execute(view, List.of(owner.key()));
        }
    }

    /** @param place an owner and the cart that has the place */
    static void put(RowSink sink, Map.Entry<String, String> place) throws SQLException {
        sink.take(PUT, List.of(place));
    }

    /** The carts in the places that are moved, by owner. */
    private static Map<String, String> held(ViewConnection view, List<Move> moves) throws SQLException {
        try (PreparedStatement statement = view.prepare(HELD)) {
            statement.setObject(
                    1, moves.stream().map(move -> move.owner().key()).distinct().toArray(String[]::new));
            var held = new HashMap<String, String>();
            try (ResultSet row = statement.executeQuery()) {
                while (row.next()) {
                    held.put(row.getString("owner"), row.getString("cart_id"));
                }
            }
            return held;
        }
    }

    static Optional<CartId> find(ViewConnection view, Owner owner) throws SQLException {
        try (PreparedStatement statement = view.prepare(FIND)) {
            statement.setString(1, owner.key());
            try (ResultSet row = statement.executeQuery()) {
                return row.next() ? Optional.of(new CartId(row.getString(1))) : Optional.empty();
            }
        }
    }
}
