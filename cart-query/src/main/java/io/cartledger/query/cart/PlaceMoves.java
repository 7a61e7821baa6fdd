package io.cartledger.query.cart;

import io.cartledger.query.cart.OpenCartTable.Move;
import io.cartledger.query.generation.ViewConnection;
import io.cartledger.query.rows.RowSink;
import io.cartledger.query.rows.RowStatement;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The places among the open carts, where all the ledger is folded one cart after the other: who has a place is told by
 * the moves of several carts in the order of their positions, so they are put aside until all carts are done.
 */
public final class PlaceMoves {

    private static final int ROWS_AT_ONCE = 10_000;

    private static final RowStatement<Move> ADD = new RowStatement<Move>("view_n.place_move", """
            insert into view_n.place_move (owner, position, cart_id, takes)
            select n.owner, n.position, n.cart_id, n.takes
            from unnest(?::text[], ?::bigint[], ?::text[], ?::boolean[]) n(owner, position, cart_id, takes)
            """)
            .text("owner", move -> move.owner().key())
            .bigint("position", Move::position)
            .text("cart_id", move -> move.cartId().value())
            .bool("takes", Move::takes);

    /** A cart that leaves a place to the next moves on at one position with others, and leaves before it takes. */
    private static final String IN_ORDER = """
            select owner, cart_id, takes
            from view_n.place_move
            order by owner, position, takes
            """;

    private PlaceMoves() {}

    /** Puts them aside. */
    public static void add(RowSink sink, List<Move> moves) throws SQLException {
        sink.take(ADD, moves);
    }

    /**
     * Carries them all out.
     *
     * @param view reads them, in a transaction
     * @param sink takes the places that are held in the end
     */
    public static void carryOut(ViewConnection view, RowSink sink) throws SQLException {
        try (PreparedStatement statement = view.prepare(IN_ORDER)) {
            statement.setFetchSize(ROWS_AT_ONCE);
            try (ResultSet row = statement.executeQuery()) {
                String owner = "";
                String holder = null;
                while (row.next()) {
                    if (!row.getString("owner").equals(owner)) {
                        put(sink, owner, holder);
                        owner = row.getString("owner");
                        holder = null;
                    }
                    holder = holder(holder, row.getString("cart_id"), row.getBoolean("takes"));
                }
                put(sink, owner, holder);
            }
        }
    }

    /**
     * Who has a place after a move.
     *
     * @param before who had it; null for nobody
     * @param takes whether the cart takes it if it is free, or leaves it if it has it
     */
    public static @Nullable String holder(@Nullable String before, String cartId, boolean takes) {
        if (takes) {
            return before == null ? cartId : before;
        }
        return cartId.equals(before) ? null : before;
    }

    private static void put(RowSink sink, String owner, @Nullable String holder) throws SQLException {
        if (holder != null) {
            OpenCartTable.put(sink, Map.entry(owner, holder));
        }
    }
}
