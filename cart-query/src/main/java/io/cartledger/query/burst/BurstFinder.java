package io.cartledger.query.burst;

import io.cartledger.query.burst.BurstStep.Done;
import io.cartledger.query.consistency.LiveView;
import io.cartledger.query.consistency.View;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.util.Collection;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.locks.LockSupport;
import javax.sql.DataSource;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Looks for bursts, as long as there is something to look at and then every {@link #PAUSE}. Changes are looked at once they
 * are folded into what is read, refusals once they are written down.
 *
 * <p>One thread looks; the accessors may be called by any.
 */
public final class BurstFinder implements AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(BurstFinder.class);

    private static final int LIMIT = 500;
    private static final Duration PAUSE = Duration.ofMillis(500);
    private static final Duration PAUSE_AFTER_FAILURE = Duration.ofSeconds(2);
    private static final Duration PATIENCE_AT_CLOSE = Duration.ofSeconds(5);

    private final BurstStep step;
    private final LiveView live;
    private final Counter bursts;
    private final Counter commands;
    private final Thread thread = Thread.ofPlatform().name("bursts").daemon().unstarted(this::look);
    private volatile boolean closed;
    private volatile @Nullable String failure;

    /**
     * @param view connections of the role that owns the read model
     * @param ledger connections that may read {@code ledger.refusal}
     * @param live which generation is read
     */
    public BurstFinder(DataSource view, DataSource ledger, LiveView live, MeterRegistry meters) {
        this.step = new BurstStep(view, new RefusedSource(ledger), LIMIT);
        this.live = live;
        this.bursts = Counter.builder("cart.bursts")
                .description("Bursts that this node has found; those that a late command joined are counted apart")
                .register(meters);
        this.commands = Counter.builder("cart.bursts.commands")
                .description("Commands that this node has found to be in bursts")
                .register(meters);
    }

    /** Begins to look. */
    public void start() {
        thread.start();
    }

    /** What went wrong at the last step, which is repeated; empty if that went well. */
    public Optional<String> failure() {
        return Optional.ofNullable(failure);
    }

    /**
     * Takes out from where these subjects have sent their commands, and waits for a step under way, which may still write
     * it. Their changes must have been erased before, or must be in the same transaction.
     *
     * @param view in a transaction, of the role that owns the read model
     * @param subjects the names of their keys
     */
    public static void erase(Connection view, Collection<UUID> subjects) throws SQLException {
        BurstProgress.lock(view);
        BurstCommandTable.erase(view, subjects);
    }

    private void look() {
        while (!closed) {
            try {
                boolean more = step();
                if (failure != null) {
                    LOG.info("Bursts are looked for again");
                }
                failure = null;
                if (!more) {
                    pause(PAUSE);
                }
            } catch (SQLException e) {
                tryAgainAfter("SQL state " + e.getSQLState(), e);
            } catch (Throwable e) { // also an Error: nobody else looks
                tryAgainAfter(e.getClass().getSimpleName(), e);
            }
        }
    }

    private boolean step() throws SQLException {
        Optional<View> read = live.find();
        if (read.isEmpty()) {
            return false;
        }
        Done done = step.take(read.get().generation());
        bursts.increment(done.found());
        commands.increment(done.commands());
        return done.more();
    }

    /** @param shown to whoever asks for health; what the database says may hold the contents of rows */
    private void tryAgainAfter(String shown, Throwable cause) {
        if (failure == null && !closed) {
            LOG.warn("Bursts cannot be looked for now, trying again: {}", cause.toString());
        }
        failure = shown;
        pause(PAUSE_AFTER_FAILURE);
    }

    private void pause(Duration duration) {
        if (!closed) {
            LockSupport.parkNanos(this, duration.toNanos());
        }
    }

    /** Lets the step under way finish. */
    @Override
    public void close() {
        closed = true;
        LockSupport.unpark(thread);
        try {
            if (!thread.join(PATIENCE_AT_CLOSE)) {
                LOG.warn("The last step of looking for bursts did not finish within {}", PATIENCE_AT_CLOSE);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
