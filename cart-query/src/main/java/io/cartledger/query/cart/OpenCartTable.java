package io.cartledger.query.cart;

import io.cartledger.cart.CartEvent;
import io.cartledger.cart.CartId;
import io.cartledger.cart.CartState;
import io.cartledger.cart.Owner;
import io.cartledger.cart.Places;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * The one open cart of each owner, folded from the events of all carts in the order of their positions: a cart that
 * opens takes the place if it is free, and leaves it when it closes or changes hands.
 */
public final class OpenCartTable {

    private static final String FIND = """
            select cart_id
            from view_1.open_cart
            where owner = ?
            """;

    private static final String TAKE = """
            insert into view_1.open_cart (owner, cart_id)
            values (?, ?)
            on conflict (owner) do nothing
            """;

    private static final String LEAVE = """
            delete from view_1.open_cart
            where owner = ? and cart_id = ?
            """;

    private OpenCartTable() {}

    /** A cart that takes a place if it is free, or leaves it if it has it. */
    public record Move(Owner owner, CartId cartId, boolean takes) {}

    /** What an event of a cart moves: nothing, mostly. */
    public static List<Move> moves(CartId cartId, CartState before, CartEvent event, CartState after) {
        Places places = Places.moved(before, event, after);
        var moves = new ArrayList<Move>();
        if (places.left() != null) {
            moves.add(new Move(places.left(), cartId, false));
        }
        if (places.wanted() != null) {
            moves.add(new Move(places.wanted(), cartId, true));
        }
        return moves;
    }

    /** Carries them out, in their order. */
    public static void save(Connection connection, List<Move> moves) throws SQLException {
        try (PreparedStatement take = connection.prepareStatement(TAKE);
                PreparedStatement leave = connection.prepareStatement(LEAVE)) {
            for (Move move : moves) {
                PreparedStatement statement = move.takes() ? take : leave;
                statement.setString(1, move.owner().key());
                statement.setString(2, move.cartId().value());
                statement.executeUpdate();
            }
        }
    }

    static Optional<CartId> find(Connection connection, Owner owner) throws SQLException {
        try (PreparedStatement statement = connection.prepareStatement(FIND)) {
            statement.setString(1, owner.key());
            try (ResultSet row = statement.executeQuery()) {
                return row.next() ? Optional.of(new CartId(row.getString(1))) : Optional.empty();
            }
        }
    }
}
