package io.cartledger.query.projection;

import io.cartledger.ledger.EventCodec.Written;
import io.cartledger.ledger.Recorded;
import io.cartledger.ledger.Sealed;
import io.cartledger.ledger.Seals;
import io.cartledger.ledger.VaultUnavailableException;
import io.cartledger.query.ledger.EventSource;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import javax.sql.DataSource;

/**
 * One step of the read model: reads on from its position, folds, and writes carts and position in one transaction that
 * has locked the position. So each event counts exactly once, and any number of nodes may try.
 */
final class Projector {

    private static final String LOCK_POSITION = """
            select position
            from view_1.progress
            where only_row
            for update
            """;

    private static final String MOVE_POSITION = """
            update view_1.progress
            set position = ?
            where only_row
            """;

    private final DataSource view;
    private final EventSource events;
    private final Seals seals;
    private final int batchSize;
    private final KnownCarts known = new KnownCarts();

    /** @param batchSize most events in one transaction */
    Projector(DataSource view, EventSource events, Seals seals, int batchSize) {
        this.view = view;
        this.events = events;
        this.seals = seals;
        this.batchSize = batchSize;
    }

    /**
     * @param position how far the read model has got
     * @param folded events folded by this step; none means that there are none left
     */
    record Step(long position, int folded) {}

    /**
     * @throws UnfoldableEventException if the very next event cannot be folded
     * @throws SQLException if a database failed; nothing of the step is written, and it may be tried again
     * @throws VaultUnavailableException likewise, if the keys of what is sealed could not be reached
     */
    Step step() throws SQLException {
        try (Connection connection = view.getConnection()) {
            connection.setAutoCommit(false);
            try {
                Step step = step(connection);
                connection.commit();
                known.areOf(step.position());
                return step;
            } catch (SQLException | RuntimeException e) {
                rollBack(connection, e);
                throw e;
            }
        } catch (SQLException | RuntimeException e) {
            known.forget(); // also where the database could not be reached: it may come back as it was before
            throw e;
        }
    }

    private Step step(Connection connection) throws SQLException {
        long from = lockPosition(connection);
        known.requireOf(from);
        List<Recorded<Written>> batch = events.after(from, batchSize);
        long to = batch.isEmpty() ? from : fold(connection, from, batch);
        if (to > from) {
            movePosition(connection, to);
        }
        return new Step(to, (int) (to - from));
    }

    /** @return the last position that could be folded; what is before an event that cannot be is written all the same */
    private long fold(Connection connection, long from, List<Recorded<Written>> batch) throws SQLException {
        Set<UUID> keys = keys(batch);
        if (!keys.isEmpty()) {
            seals.prepare(keys);
        }
        Fold fold = Fold.load(connection, seals, known, from, batch);
        for (Recorded<Written> entry : batch) {
            try {
                fold.add(entry);
            } catch (VaultUnavailableException e) {
                throw e;
            } catch (RuntimeException e) {
                // Whatever it is: folding is pure, so it will be the same at every try.
                if (fold.position() == from) {
                    throw new UnfoldableEventException(entry, e);
                }
                break;
            }
        }
        fold.save(connection);
        known.put(fold.carts());
        return fold.position();
    }

    private static Set<UUID> keys(List<Recorded<Written>> batch) {
        return batch.stream()
                .flatMap(recorded ->
                        Stream.of(recorded.origin(), recorded.event().json()))
                .flatMap(Sealed::keysIn)
                .collect(Collectors.toSet());
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
