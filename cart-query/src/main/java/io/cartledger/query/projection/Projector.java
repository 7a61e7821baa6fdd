package io.cartledger.query.projection;

import io.cartledger.cart.CartEvent;
import io.cartledger.cart.CartId;
import io.cartledger.cart.CartState;
import io.cartledger.cart.FoldException;
import io.cartledger.ledger.Recorded;
import io.cartledger.query.cart.CartTable;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import javax.sql.DataSource;

/**
 * One step of the read model: reads on from its position, folds, and writes carts and position in one transaction that
 * has locked the position. So each event counts exactly once, and any number of nodes may try.
 */
final class Projector {

    private static final String LOCK_POSITION = """
            select position
            from view_1.progress
            for update
            """;

    private static final String MOVE_POSITION = """
            update view_1.progress
            set position = ?
            """;

    private final DataSource view;
    private final EventSource events;
    private final int batchSize;

    /** @param batchSize most events in one transaction */
    Projector(DataSource view, EventSource events, int batchSize) {
        this.view = view;
        this.events = events;
        this.batchSize = batchSize;
    }

    /**
     * @param position how far the read model has got
     * @param folded events folded by this step; as many as the batch size means that there may be more
     */
    record Step(long position, int folded) {}

    /**
     * @throws FoldException if an event does not fit what was folded before
     * @throws SQLException if a database failed; nothing of the step is written, and it may be tried again
     */
    Step step() throws SQLException {
        try (Connection connection = view.getConnection()) {
            connection.setAutoCommit(false);
            try {
                Step step = step(connection);
                connection.commit();
                return step;
            } catch (SQLException | RuntimeException e) {
                rollBack(connection, e);
                throw e;
            }
        }
    }

    private Step step(Connection connection) throws SQLException {
        long from = lockPosition(connection);
        List<Recorded<CartEvent>> batch = events.after(from, batchSize);
        if (batch.isEmpty()) {
            return new Step(from, 0);
        }
        fold(connection, from, batch);
        long to = batch.getLast().position();
        movePosition(connection, to);
        return new Step(to, batch.size());
    }

    private static void fold(Connection connection, long from, List<Recorded<CartEvent>> batch) throws SQLException {
        var touched = batch.stream().map(Recorded::aggregateId).collect(Collectors.toSet());
        Map<CartId, CartState> before = CartTable.load(connection, touched);
        var after = new HashMap<>(before);
        long expected = from + 1;
        for (Recorded<CartEvent> recorded : batch) {
            if (recorded.position() != expected) {
                throw new FoldException("position " + recorded.position() + " follows " + (expected - 1)
                        + ": the ledger has no gaps, so it is damaged");
            }
            expected++;
            CartState cart = after.getOrDefault(cartId(recorded), CartState.NONE);
            after.put(cartId(recorded), folded(cart, recorded));
        }
        CartTable.save(connection, before, after);
    }

    private static CartState folded(CartState cart, Recorded<CartEvent> recorded) {
        try {
            return cart.apply(recorded.sequenceNumber(), recorded.event());
        } catch (FoldException e) {
            throw new FoldException("cart " + recorded.aggregateId() + ", position " + recorded.position() + ": "
                    + e.getMessage());
        }
    }

    private static CartId cartId(Recorded<CartEvent> recorded) {
        return new CartId(recorded.aggregateId());
    }

    private static long lockPosition(Connection connection) throws SQLException {
        try (PreparedStatement statement = connection.prepareStatement(LOCK_POSITION);
                ResultSet row = statement.executeQuery()) {
            row.next();
            return row.getLong(1);
        }
    }

    private static void movePosition(Connection connection, long position) throws SQLException {
        try (PreparedStatement statement = connection.prepareStatement(MOVE_POSITION)) {
            statement.setLong(1, position);
            statement.executeUpdate();
        }
    }

    private static void rollBack(Connection connection, Exception cause) {
        try {
            connection.rollback();
        } catch (SQLException e) {
            cause.addSuppressed(e);
        }
    }
}
