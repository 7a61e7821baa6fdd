package io.cartledger.query.rebuild;

import io.cartledger.ledger.Seals;
import io.cartledger.query.generation.Generation;
import io.cartledger.query.generation.Generation.State;
import io.cartledger.query.generation.GenerationSchema;
import io.cartledger.query.generation.GenerationTable;
import io.cartledger.query.generation.ViewConnection;
import io.cartledger.query.ledger.EventSource;
import io.cartledger.query.projection.BulkFold;
import io.cartledger.query.projection.Progress;
import io.cartledger.query.projection.Projector;
import io.cartledger.query.rebuild.Rebuild.Phase;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.locks.LockSupport;
import javax.sql.DataSource;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Makes one generation, from its tables to the switch, and says how far it is. It stops as soon as somebody has ended the
 * rebuild; whatever happens to it, the generation that is read is not touched.
 *
 * <p>Runs once, on a thread of its own; {@link #report} may be called by another.
 */
final class Builder {

    private static final Logger LOG = LoggerFactory.getLogger(Builder.class);
    private static final int EVENTS_PER_TRANSACTION = 1_000;
    private static final Duration PATIENCE_WITH_READ = Duration.ofSeconds(30);
    private static final Duration BETWEEN_LOOKS = Duration.ofMillis(100);

    private final DataSource owner;
    private final DataSource pooled;
    private final EventSource events;
    private final Seals seals;
    private final Generation generation;
    private final UUID builder;
    private volatile Phase phase = Phase.FOLDING;
    private volatile long position;
    private volatile long head;
    private volatile boolean ended;

    /**
     * @param owner new connections of the role that owns the read model, which wait for long statements
     * @param pooled connections of the same role, for what is short
     * @param builder names it in the rebuild
     */
    Builder(DataSource owner, DataSource pooled, EventSource events, Seals seals, Generation generation, UUID builder) {
        this.owner = owner;
        this.pooled = pooled;
        this.events = events;
        this.seals = seals;
        this.generation = generation;
        this.builder = builder;
    }

    /** Somebody has ended the rebuild. */
    private static final class EndedException extends RuntimeException {
        private static final long serialVersionUID = 1L;
    }

    /** Says that it is alive, and how far. */
    void report() {
        try (Connection connection = pooled.getConnection()) {
            if (!RebuildTable.report(connection, generation.number(), builder, phase, position, head)) {
                ended = true;
            }
        } catch (SQLException e) {
            LOG.warn("Could not say how far rebuild {} is: {}", generation.number(), e.toString());
        }
    }

    /** It is to stop. */
    void stop() {
        ended = true;
    }

    /** @return whether it is read now */
    boolean run() throws SQLException {
        try {
            fold();
            var projector = new Projector(owner, generation, events, seals, EVENTS_PER_TRANSACTION);
            enter(Phase.CATCHING_UP);
            catchUp(projector);
            enter(Phase.COMPARING);
            compare(projector);
            switchTo(projector);
            return true;
        } catch (EndedException e) {
            LOG.info("Rebuild {} of the read model was ended", generation.number());
            return false;
        }
    }

    private void fold() throws SQLException {
        var schema = new GenerationSchema(owner);
        schema.makeTables(generation);
        head = events.head();
        enter(Phase.FOLDING);
        BulkFold.run(owner, generation, events, seals, head, folded -> {
            requireGoingOn();
            position = folded;
        });
        enter(Phase.INDEXING);
        schema.makeIndexes(generation);
        schema.analyze(generation);
    }

    /** Until what a step took was all there was. */
    private void catchUp(Projector projector) throws SQLException {
        Projector.Step step;
        do {
            requireGoingOn();
            step = projector.step();
            position = step.position();
        } while (!step.isLast());
    }

    private void catchUp(Projector projector, long upTo) throws SQLException {
        while (position < upTo) {
            requireGoingOn();
            position = projector.step(upTo).position();
        }
    }

    /**
     * The generation that is read is held where it is until this one is there, too, and a snapshot sees both: for about a
     * step of this one. What is compared after that holds up nobody.
     */
    private void compare(Projector projector) throws SQLException {
        Optional<Generation> read = read();
        if (read.isEmpty() || !reaches(read.get())) {
            return;
        }
        try (Connection snapshot = owner.getConnection()) {
            snapshot.setTransactionIsolation(Connection.TRANSACTION_REPEATABLE_READ);
            snapshot.setAutoCommit(false);
            long at;
            try (Connection holding = owner.getConnection()) {
                holding.setAutoCommit(false);
                at = Progress.lock(new ViewConnection(holding, read.get())).position();
                catchUp(projector, at);
                Progress.read(new ViewConnection(snapshot, generation)); // takes the snapshot
                holding.rollback();
            }
            Comparison.Result result = Comparison.of(snapshot, read.get(), generation);
            try (Connection connection = owner.getConnection()) {
                RebuildTable.compared(connection, generation.number(), builder, at, result);
            }
            LOG.info(
                    "Rebuild {} has {} rows other than {} at position {}",
                    generation.number(),
                    result.total(),
                    read.get().schema(),
                    at);
        }
    }

    /** Waits until the one that is read has got as far; one that stands still is not compared. */
    private boolean reaches(Generation read) throws SQLException {
        long deadline = System.nanoTime() + PATIENCE_WITH_READ.toNanos();
        try (Connection connection = owner.getConnection()) {
            while (Progress.read(new ViewConnection(connection, read)).position() < position) {
                requireGoingOn();
                if (System.nanoTime() - deadline > 0) {
                    LOG.warn("Rebuild {} is not compared: {} stays behind it", generation.number(), read.schema());
                    return false;
                }
                LockSupport.parkNanos(BETWEEN_LOOKS.toNanos());
            }
            return true;
        }
    }

    /** One of another fold is meant to differ. */
    private Optional<Generation> read() throws SQLException {
        try (Connection connection = owner.getConnection()) {
            return GenerationTable.all(connection).stream()
                    .filter(other -> other.state() == State.COMPLETE)
                    .filter(other -> other.foldRevision() == generation.foldRevision())
                    .max(Generation.BY_PRECEDENCE);
        }
    }

    private void switchTo(Projector projector) throws SQLException {
        enter(Phase.SWITCHING);
        try (Connection connection = owner.getConnection()) {
            set(connection, State.FOLLOWED);
            catchUp(projector);
            complete(connection);
        }
    }

    /** It is read and done at once, or neither: what is read is never taken for what its builder has left. */
    private void complete(Connection connection) throws SQLException {
        connection.setAutoCommit(false);
        GenerationTable.lock(connection);
        set(connection, State.COMPLETE);
        if (!RebuildTable.end(connection, generation.number(), Phase.DONE, null)) {
            throw new EndedException();
        }
        connection.commit();
    }

    private void set(Connection connection, State state) throws SQLException {
        if (!GenerationTable.setState(connection, generation.number(), state)) {
            throw new EndedException();
        }
    }

    private void enter(Phase next) {
        phase = next;
        report();
        requireGoingOn();
        LOG.info("Rebuild {} of the read model: {}", generation.number(), next);
    }

    private void requireGoingOn() {
        if (ended) {
            throw new EndedException();
        }
    }
}
