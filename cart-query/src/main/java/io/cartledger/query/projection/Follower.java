package io.cartledger.query.projection;

import io.cartledger.ledger.CommitListener;
import io.cartledger.ledger.Seals;
import io.cartledger.query.consistency.View;
import io.cartledger.query.consistency.ViewPosition;
import io.cartledger.query.ledger.EventSource;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import java.sql.SQLException;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.LockSupport;
import javax.sql.DataSource;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Keeps one generation of the read model up with the ledger: steps as long as there is something, then sleeps until it is
 * told of a commit, or for the poll interval. What newer software has written it waits at, and says so in the log, in
 * health and as a metric: other nodes may know it and move on, and nothing is skipped.
 *
 * <p>One thread follows; {@link #committed} and the accessors may be called by any.
 */
final class Follower implements CommitListener, AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(Follower.class);
    private static final int EVENTS_PER_TRANSACTION = 1_000;

    /** Commits that follow each other more closely share a step: to begin one costs more than to fold an event. */
    private static final Duration BETWEEN_STEPS = Duration.ofMillis(10);

    private static final Duration POLL = Duration.ofSeconds(1);
    private static final Duration PAUSE_AFTER_FAILURE = Duration.ofMillis(500);
    private static final Duration PAUSE_WHILE_STOPPED = Duration.ofSeconds(2);
    private static final Duration PATIENCE_AT_CLOSE = Duration.ofSeconds(5);

    private final Projector projector;
    private final ViewPosition position;
    private final Counter folded;
    private final Thread thread;
    private volatile boolean closed;
    private final AtomicLong told = new AtomicLong(); // highest commit heard of since the last step began; 0 for none
    private volatile @Nullable String stopCause;
    private volatile @Nullable String failure;

    /**
     * @param connections of the role that owns the read model
     * @param view the generation
     * @param events what is followed
     * @param seals opens what is sealed in events
     */
    Follower(DataSource connections, View view, EventSource events, Seals seals, MeterRegistry meters) {
        this.projector = new Projector(connections, view.generation(), events, seals, EVENTS_PER_TRANSACTION);
        this.position = view.position();
        String generation = Integer.toString(view.generation().number());
        this.folded = Counter.builder("cart.view.events")
                .description("Events that this node has folded into a generation of the read model")
                .tag("generation", generation)
                .register(meters);
        this.thread =
                Thread.ofPlatform().name("view-follower-" + generation).daemon().unstarted(this::follow);
    }

    /** Begins to follow. */
    void start() {
        thread.start();
    }

    /** Why it stands still until other software or another node comes; empty while it follows. */
    Optional<String> stopCause() {
        return Optional.ofNullable(stopCause);
    }

    /** What went wrong at its last try, which it repeats; empty if that went well. */
    Optional<String> failure() {
        return Optional.ofNullable(failure);
    }

    /** Wakes it, unless the read model is there already. */
    @Override
    public void committed(long committed) {
        // In this order, or a step that ends meanwhile might miss it; who was told before is awake already.
        if (committed > position.current() && told.getAndAccumulate(committed, Math::max) <= position.current()) {
            LockSupport.unpark(thread);
        }
    }

    private void follow() {
        long lastStep = System.nanoTime() - BETWEEN_STEPS.toNanos();
        while (!closed) {
            try {
                pauseUntil(lastStep + BETWEEN_STEPS.toNanos());
                lastStep = System.nanoTime();
                told.set(0);
                Projector.Step step = projector.step();
                failure = null;
                stopCause = null;
                position.reached(step.position());
                folded.increment(step.folded());
                // Told of more while it was looking: locks taken since may have used up what unpark left.
                if (step.isLast() && told.get() <= step.position()) {
                    LockSupport.parkNanos(this, POLL.toNanos());
                }
            } catch (UnfoldableEventException e) {
                standStill(String.valueOf(e.getMessage()));
            } catch (SQLException e) {
                tryAgainAfter("SQL state " + e.getSQLState(), e);
            } catch (Throwable e) { // also an Error: nobody would follow any more
                tryAgainAfter(e.getClass().getSimpleName(), e);
            }
        }
    }

    private void standStill(String cause) {
        if (!cause.equals(stopCause)) {
            LOG.error("The read model stands still: {}", cause);
        }
        stopCause = cause;
        pauseUntil(System.nanoTime() + PAUSE_WHILE_STOPPED.toNanos());
    }

    /** @param shown to whoever asks for health; what the database says may hold the contents of rows */
    private void tryAgainAfter(String shown, Throwable cause) {
        failure = shown;
        if (!closed) {
            LOG.warn("The read model could not be moved on, trying again: {}", cause.toString());
        }
        pauseUntil(System.nanoTime() + PAUSE_AFTER_FAILURE.toNanos());
    }

    private void pauseUntil(long endNanos) {
        while (!closed && System.nanoTime() - endNanos < 0) {
            LockSupport.parkNanos(this, endNanos - System.nanoTime());
        }
    }

    /** Lets the step under way finish. */
    @Override
    public void close() {
        closed = true;
        LockSupport.unpark(thread);
        try {
            if (!thread.join(PATIENCE_AT_CLOSE)) {
                LOG.warn("The read model's last step did not finish within {}", PATIENCE_AT_CLOSE);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
