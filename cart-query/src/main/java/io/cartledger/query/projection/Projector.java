package io.cartledger.query.projection;

import io.cartledger.ledger.EventCodec.Written;
import io.cartledger.ledger.Recorded;
import io.cartledger.ledger.Sealed;
import io.cartledger.ledger.Seals;
import io.cartledger.ledger.VaultUnavailableException;
import io.cartledger.query.generation.Generation;
import io.cartledger.query.generation.ViewConnection;
import io.cartledger.query.ledger.EventPage;
import io.cartledger.query.ledger.EventSource;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import javax.sql.DataSource;
import org.jspecify.annotations.Nullable;

/**
 * One step of a generation of the read model: reads on from its progress, folds, and writes carts and progress in one
 * transaction that has locked the progress. So each event counts exactly once, and any number of nodes may try.
 *
 * <p>What an event is about is parked if it cannot be folded, or if what it makes cannot be written.
 */
public final class Projector {

    private final DataSource view;
    private final Generation generation;
    private final EventSource events;
    private final Seals seals;
    private final int batchSize;
    private final Known known = new Known();

    /**
     * @param view connections of the role that owns the read model
     * @param batchSize most events in one transaction
     */
    public Projector(DataSource view, Generation generation, EventSource events, Seals seals, int batchSize) {
        this.view = view;
        this.generation = generation;
        this.events = events;
        this.seals = seals;
        this.batchSize = batchSize;
    }

    /**
     * @param position how far the read model has got
     * @param folded events folded or parked by this step
     * @param isLast whether no more were there when it looked
     */
    public record Step(long position, int folded, boolean isLast) {}

    /**
     * @throws IllegalStateException if the very next event is nothing that this software can fold or park
     * @throws SQLException if a database failed; nothing of the step is written, and it may be tried again
     * @throws VaultUnavailableException likewise, if the keys of what is sealed could not be reached
     */
    public Step step() throws SQLException {
        return step(Long.MAX_VALUE);
    }

    /** The same, but not past a position. */
    public Step step(long upTo) throws SQLException {
        int limit = batchSize;
        while (true) {
            try {
                return step(upTo, limit, null);
            } catch (UnwritableException e) {
                if (limit == 1) {
                    return step(upTo, 1, e);
                }
                limit /= 2; // until it is alone, and known
            }
        }
    }

    /** What the events behind a position make is nothing that the read model's tables take. */
    private static final class UnwritableException extends SQLException {

        private static final long serialVersionUID = 1L;

        private final long from;

        UnwritableException(long from, SQLException cause) {
            super("SQL state " + cause.getSQLState(), cause.getSQLState(), cause);
            this.from = from;
        }
    }

    /** Data exceptions, violated constraints, and limits of PostgreSQL: class 22, 23 and 54 (its appendix A). */
    static boolean isAboutRows(SQLException e) {
        String state = e.getSQLState();
        return state != null && (state.startsWith("22") || state.startsWith("23") || state.startsWith("54"));
    }

    /** @param unwritable why what the next event makes cannot be written; null if it can as far as is known */
    private Step step(long upTo, int limit, @Nullable UnwritableException unwritable) throws SQLException {
        try (Connection connection = view.getConnection()) {
            connection.setAutoCommit(false);
            try {
                var in = new ViewConnection(connection, generation);
                Progress from = Progress.lock(in);
                known.requireOf(from);
                Step step = fold(in, from.position(), upTo, limit, unwritable);
                Progress to = from.at(step.position());
                if (to.position() > from.position()) {
                    to.save(in);
                }
                connection.commit();
                known.areOf(to);
                return step;
            } catch (Throwable e) {
                rollBack(connection, e);
                throw e;
            }
        } catch (Throwable e) {
            known.forget(); // also where the database could not be reached: it may come back as it was before
            throw e;
        }
    }

    /** Up to the last position that can be folded: what is before an event that cannot be is written all the same. */
    private Step fold(ViewConnection in, long from, long upTo, int limit, @Nullable UnwritableException unwritable)
            throws SQLException {
        int most = (int) Math.min(limit, upTo - from);
        EventPage page = most <= 0 ? EventPage.NONE : events.after(from, most);
        List<Recorded<Written>> batch = page.events();
        if (batch.isEmpty()) {
            return new Step(from, 0, true);
        }
        prepareKeys(seals, batch);
        Fold fold = Fold.load(in, seals, known, from, batch);
        for (Recorded<Written> entry : batch) {
            try {
                // Another node may have parked it meanwhile, and the next event is not to blame.
                fold.addNext(entry, unwritable != null && unwritable.from == from ? unwritable : null);
            } catch (UnfoldableEventException e) {
                if (fold.position() == from) {
                    throw e;
                }
                break;
            }
        }
        save(fold, in, from);
        known.put(fold.carts(), fold.parked());
        boolean isLast = page.isLast() && fold.position() == batch.getLast().position();
        return new Step(fold.position(), (int) (fold.position() - from), isLast);
    }

    private static void save(Fold fold, ViewConnection in, long from) throws SQLException {
        try {
            fold.save(in);
        } catch (SQLException e) {
            throw isAboutRows(e) ? new UnwritableException(from, e) : e;
        }
    }

    /** Gets at once what opening the events' sealed parts would get one by one. */
    static void prepareKeys(Seals seals, List<Recorded<Written>> batch) {
        Set<UUID> keys = batch.stream()
                .flatMap(recorded ->
                        Stream.of(recorded.origin(), recorded.event().json()))
                .flatMap(Sealed::keysIn)
                .collect(Collectors.toSet());
        if (!keys.isEmpty()) {
            seals.prepare(keys);
        }
    }

    private static void rollBack(Connection connection, Throwable cause) {
        try {
            connection.rollback();
        } catch (SQLException e) {
            cause.addSuppressed(e);
        }
    }
}
