package io.cartledger.query.rebuild;

import io.cartledger.ledger.Seals;
import io.cartledger.query.generation.Generation;
import io.cartledger.query.generation.Generation.State;
import io.cartledger.query.generation.GenerationSchema;
import io.cartledger.query.generation.GenerationTable;
import io.cartledger.query.ledger.EventSource;
import io.cartledger.query.rebuild.Rebuild.Phase;
import io.cartledger.query.rebuild.RebuildTable.UnderWay;
import io.micrometer.core.instrument.MeterRegistry;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicReference;
import java.util.concurrent.locks.LockSupport;
import javax.sql.DataSource;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The rebuilds of all nodes: begins them, and ends those whose builder is gone, which are then begun anew if they are of
 * this software's fold. Where there is no generation of this software's fold, one is built, too. One is under way at a
 * time; who begins or ends one holds the table of generations meanwhile.
 *
 * <p>Any thread may use it.
 */
public final class Rebuilds implements AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(Rebuilds.class);
    private static final String SYSTEM = "system";
    private static final Duration BETWEEN_LOOKS = Duration.ofSeconds(1);
    private static final Duration PAUSE_AFTER_FAILURE = Duration.ofMinutes(1);
    private static final int PATIENCE_WITH_OTHER_FOLDS = 2; // times as long

    private final DataSource owner;
    private final DataSource pooled;
    private final EventSource events;
    private final Seals seals;
    private final int foldRevision;
    private final Duration patience;
    private final RebuildGauges gauges;
    private final Thread thread =
            Thread.ofPlatform().name("view-rebuilds").daemon().unstarted(this::watch);
    private volatile boolean closed;
    private final AtomicReference<@Nullable Builder> building = new AtomicReference<>();

    /**
     * @param owner new connections of the role that owns the read model, which wait for long statements
     * @param pooled connections of the same role, for what is short
     * @param events what is folded
     * @param seals opens what is sealed in events
     * @param foldRevision of this software's fold
     * @param patience how long a builder may be silent before it is taken for gone; one of another fold twice as long
     */
    public Rebuilds(
            DataSource owner,
            DataSource pooled,
            EventSource events,
            Seals seals,
            int foldRevision,
            Duration patience,
            MeterRegistry meters) {
        this.owner = owner;
        this.pooled = pooled;
        this.events = events;
        this.seals = seals;
        this.foldRevision = foldRevision;
        this.patience = patience;
        this.gauges = new RebuildGauges(meters);
    }

    /** Begins to watch over them. */
    public void start() {
        thread.start();
    }

    /** All of them, the newest first. */
    List<Rebuild> all() throws SQLException {
        try (Connection connection = pooled.getConnection()) {
            Instant now = Instant.now();
            return RebuildTable.all(connection).stream()
                    .map(rebuild -> rebuild.withPace(now))
                    .toList();
        }
    }

    Optional<Rebuild> find(int number) throws SQLException {
        return all().stream().filter(rebuild -> rebuild.rebuild() == number).findFirst();
    }

    /**
     * Begins one, on this node.
     *
     * @param askedBy who has asked for it
     * @return empty if one is under way
     */
    Optional<Rebuild> begin(String askedBy) throws SQLException {
        UUID builder = UUID.randomUUID();
        Generation generation;
        try (Connection connection = pooled.getConnection()) {
            connection.setAutoCommit(false);
            GenerationTable.lock(connection);
            if (RebuildTable.all(connection).stream()
                    .anyMatch(rebuild -> rebuild.phase().isUnderWay())) {
                return Optional.empty();
            }
            generation = GenerationTable.add(connection, foldRevision, State.BUILDING);
            RebuildTable.add(connection, generation.number(), foldRevision, askedBy, builder);
            connection.commit();
        }
        LOG.info("Rebuild {} of the read model, asked for by {}", generation.number(), askedBy);
        Optional<Rebuild> begun = find(generation.number());
        var work = new Builder(owner, pooled, events, seals, generation, builder);
        Builder before = building.getAndSet(work);
        if (before != null) {
            before.stop(); // somebody has ended it, and it does not know yet
        }
        Thread.ofPlatform().name("view-rebuild-" + generation.number()).daemon().start(() -> build(work, generation));
        return begun;
    }

    private void build(Builder work, Generation generation) {
        int number = generation.number();
        try {
            if (work.run()) {
                LOG.info("Rebuild {} of the read model is done", number);
            }
        } catch (SQLException e) {
            // What PostgreSQL says of it may tell of rows.
            fail(number, "SQL state " + e.getSQLState());
        } catch (RuntimeException e) {
            fail(number, String.valueOf(e.getMessage()));
        } catch (Error e) {
            fail(number, e.toString());
            throw e;
        } finally {
            building.compareAndSet(work, null);
        }
    }

    private void fail(int number, String cause) {
        LOG.error("Rebuild {} of the read model came to nothing: {}", number, cause);
        try {
            abandon(number, Phase.FAILED, cause);
        } catch (SQLException e) {
            LOG.warn("Rebuild {} could not be ended, its silence will: {}", number, e.getSQLState());
        }
    }

    /** @return whether it was under way; its tables are dropped later */
    private boolean abandon(int number, Phase how, String failure) throws SQLException {
        try (Connection connection = pooled.getConnection()) {
            connection.setAutoCommit(false);
            GenerationTable.lock(connection);
            boolean ended = RebuildTable.end(connection, number, how, failure);
            if (ended) {
                GenerationTable.remove(connection, number);
            }
            connection.commit();
            return ended;
        }
    }

    /** What became of {@link #drop}. */
    enum Dropped {
        /** Nobody is to read it any more, and its tables go. */
        YES,
        /** There is no such generation. */
        UNKNOWN,
        /** It is read. */
        IN_USE
    }

    /** Drops a generation that is not read any more, or ends a rebuild that is under way. */
    Dropped drop(int number) throws SQLException {
        if (abandon(number, Phase.ABANDONED, "told to stop")) {
            return Dropped.YES;
        }
        try (Connection connection = pooled.getConnection()) {
            connection.setAutoCommit(false);
            GenerationTable.lock(connection);
            List<Generation> all = GenerationTable.all(connection);
            Optional<Generation> dropped = all.stream()
                    .filter(generation -> generation.number() == number)
                    .findFirst();
            if (dropped.isEmpty()) {
                return Dropped.UNKNOWN;
            }
            if (all.stream()
                    .noneMatch(other -> other.state() == State.COMPLETE
                            && Generation.BY_PRECEDENCE.compare(other, dropped.get()) > 0)) {
                return Dropped.IN_USE;
            }
            RebuildTable.dropped(connection, number);
            GenerationTable.remove(connection, number);
            connection.commit();
        }
        LOG.info("Generation {} of the read model is to be dropped", number);
        return Dropped.YES;
    }

    private void watch() {
        Instant notBefore = Instant.MIN;
        List<String> orphans = List.of();
        while (!closed) {
            try {
                Builder work = building.get();
                if (work != null) {
                    work.report();
                }
                List<UnderWay> underWay = underWay();
                gauges.seen(underWay);
                for (UnderWay rebuild : underWay) {
                    if (isLost(rebuild) && abandon(rebuild.rebuild(), Phase.ABANDONED, "its builder is gone")) {
                        LOG.warn(
                                "Rebuild {} of fold {} is ended: its builder has been silent for {}",
                                rebuild.rebuild(),
                                rebuild.foldRevision(),
                                rebuild.silence());
                        if (rebuild.foldRevision() == foldRevision) {
                            begin(rebuild.askedBy());
                        }
                    }
                }
                if (Instant.now().isAfter(notBefore) && lacksOwn()) {
                    notBefore = Instant.now().plus(PAUSE_AFTER_FAILURE);
                    begin(SYSTEM);
                }
                orphans = dropOrphans(orphans);
            } catch (Throwable e) { // also an Error: nobody else watches
                if (!closed) {
                    LOG.warn("Could not watch over rebuilds, trying again: {}", e.toString());
                }
            }
            LockSupport.parkNanos(this, BETWEEN_LOOKS.toNanos());
        }
    }

    /**
     * Nodes look for generations more often: who has read what is gone since the last look reads another one by now.
     *
     * @param before those of the last look
     * @return those of this one
     */
    private List<String> dropOrphans(List<String> before) throws SQLException {
        var schemas = new GenerationSchema(pooled);
        List<String> orphans = schemas.orphans();
        for (String orphan : orphans) {
            if (before.contains(orphan)) {
                schemas.drop(orphan);
                LOG.info("Schema {} of the read model is dropped", orphan);
            }
        }
        return orphans;
    }

    private List<UnderWay> underWay() throws SQLException {
        try (Connection connection = pooled.getConnection()) {
            return RebuildTable.underWay(connection);
        }
    }

    /**
     * One of another fold cannot be begun anew here, but would be in the way of all others for ever. It is left for longer, so
     * that a node that knows the fold is first.
     */
    private boolean isLost(UnderWay rebuild) {
        Duration longest =
                rebuild.foldRevision() == foldRevision ? patience : patience.multipliedBy(PATIENCE_WITH_OTHER_FOLDS);
        return rebuild.silence().compareTo(longest) > 0;
    }

    /** Whether none of the generations is of this software's fold. */
    private boolean lacksOwn() throws SQLException {
        try (Connection connection = pooled.getConnection()) {
            List<Generation> all = GenerationTable.all(connection);
            return !all.isEmpty() && all.stream().allMatch(generation -> generation.foldRevision() != foldRevision);
        }
    }

    @Override
    public void close() {
        closed = true;
        Builder work = building.get();
        if (work != null) {
            work.stop();
        }
        LockSupport.unpark(thread);
    }
}
