package io.cartledger.query.rebuild;

import io.cartledger.ledger.Seals;
import io.cartledger.query.generation.Generation;
import io.cartledger.query.generation.Generation.State;
import io.cartledger.query.generation.GenerationSchema;
import io.cartledger.query.generation.GenerationTable;
import io.cartledger.query.ledger.EventSource;
import io.cartledger.query.rebuild.Rebuild.Phase;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.locks.LockSupport;
import javax.sql.DataSource;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The rebuilds of all nodes: begins them, and ends those whose builder is gone, which are then begun anew. Where there is
 * no generation of this software's fold, one is built, too. One is under way at a time; who begins or ends one holds the
 * table of generations meanwhile.
 *
 * <p>Any thread may use it.
 */
public final class Rebuilds implements AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(Rebuilds.class);
    private static final String SYSTEM = "system";
    private static final Duration BETWEEN_REPORTS = Duration.ofSeconds(1);
    private static final Duration PAUSE_AFTER_FAILURE = Duration.ofMinutes(1);

    /** Nodes look for generations more often than that. */
    private static final Duration BEFORE_DROP = Duration.ofSeconds(2);

    private final DataSource owner;
    private final EventSource events;
    private final Seals seals;
    private final int foldRevision;
    private final Duration patience;
    private final Thread thread =
            Thread.ofPlatform().name("view-rebuilds").daemon().unstarted(this::watch);
    private volatile boolean closed;
    private volatile @Nullable Builder building;

    /**
     * @param owner new connections of the role that owns the read model, which wait for long statements
     * @param events what is folded
     * @param seals opens what is sealed in events
     * @param foldRevision of this software's fold
     * @param patience how long a builder may be silent before it is taken for gone
     */
    public Rebuilds(DataSource owner, EventSource events, Seals seals, int foldRevision, Duration patience) {
        this.owner = owner;
        this.events = events;
        this.seals = seals;
        this.foldRevision = foldRevision;
        this.patience = patience;
    }

    /** Begins to watch over them. */
    public void start() {
        thread.start();
    }

    /** All of them, the newest first. */
    List<Rebuild> all() throws SQLException {
        try (Connection connection = owner.getConnection()) {
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
        try (Connection connection = owner.getConnection()) {
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
        var work = new Builder(owner, events, seals, generation, builder);
        building = work;
        Thread.ofPlatform().name("view-rebuild-" + generation.number()).daemon().start(() -> build(work, generation));
        return begun;
    }

    private void build(Builder work, Generation generation) {
        try {
            if (work.run()) {
                end(generation.number(), Phase.DONE, null);
                LOG.info("Rebuild {} of the read model is done", generation.number());
            }
        } catch (SQLException | RuntimeException e) {
            LOG.error("Rebuild {} of the read model came to nothing", generation.number(), e);
            abandon(generation.number(), Phase.FAILED, String.valueOf(e.getMessage()));
        } finally {
            building = null;
        }
    }

    private void end(int number, Phase how, @Nullable String failure) throws SQLException {
        try (Connection connection = owner.getConnection()) {
            RebuildTable.end(connection, number, how, failure);
        }
    }

    /** @return whether it was under way */
    private boolean abandon(int number, Phase how, String failure) {
        try (Connection connection = owner.getConnection()) {
            connection.setAutoCommit(false);
            GenerationTable.lock(connection);
            if (!RebuildTable.end(connection, number, how, failure)) {
                return false;
            }
            GenerationTable.remove(connection, number);
            connection.commit();
            dropTables(number);
            return true;
        } catch (SQLException e) {
            LOG.warn("Rebuild {} could not be ended: {}", number, e.toString());
            return false;
        }
    }

    private void dropTables(int number) throws SQLException {
        new GenerationSchema(owner).drop(new Generation(number, foldRevision, State.BUILDING));
    }

    /** What became of {@link #drop}. */
    enum Dropped {
        /** Its tables are gone. */
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
        try (Connection connection = owner.getConnection()) {
            connection.setAutoCommit(false);
            GenerationTable.lock(connection);
            List<Generation> all = GenerationTable.all(connection);
            if (all.stream().noneMatch(generation -> generation.number() == number)) {
                return Dropped.UNKNOWN;
            }
            if (all.stream().noneMatch(later -> later.number() > number && later.state() == State.COMPLETE)) {
                return Dropped.IN_USE;
            }
            RebuildTable.dropped(connection, number);
            GenerationTable.remove(connection, number);
            connection.commit();
        }
        LockSupport.parkNanos(BEFORE_DROP.toNanos());
        dropTables(number);
        LOG.info("Generation {} of the read model is dropped", number);
        return Dropped.YES;
    }

    private void watch() {
        Instant notBefore = Instant.MIN;
        while (!closed) {
            try {
                Builder work = building;
                if (work != null) {
                    work.report();
                }
                for (RebuildTable.Lost lost : lost()) {
                    if (abandon(lost.rebuild(), Phase.ABANDONED, "its builder is gone")) {
                        begin(lost.askedBy());
                    }
                }
                if (Instant.now().isAfter(notBefore) && lacksOwn()) {
                    notBefore = Instant.now().plus(PAUSE_AFTER_FAILURE);
                    begin(SYSTEM);
                }
            } catch (SQLException | RuntimeException e) {
                if (!closed) {
                    LOG.warn("Could not watch over rebuilds, trying again: {}", e.toString());
                }
            }
            LockSupport.parkNanos(this, BETWEEN_REPORTS.toNanos());
        }
    }

    private List<RebuildTable.Lost> lost() throws SQLException {
        try (Connection connection = owner.getConnection()) {
            return RebuildTable.lost(connection, patience);
        }
    }

    /** Whether all generations are of older folds than this software's. */
    private boolean lacksOwn() throws SQLException {
        try (Connection connection = owner.getConnection()) {
            List<Generation> all = GenerationTable.all(connection);
            return !all.isEmpty() && all.stream().allMatch(generation -> generation.foldRevision() < foldRevision);
        }
    }

    @Override
    public void close() {
        closed = true;
        LockSupport.unpark(thread);
    }
}
