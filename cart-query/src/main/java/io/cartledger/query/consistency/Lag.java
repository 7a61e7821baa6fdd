package io.cartledger.query.consistency;

import io.cartledger.ledger.EventCodec.Written;
import io.cartledger.ledger.Recorded;
import io.cartledger.query.ledger.EventSource;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import java.sql.SQLException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * How far the read model is behind the ledger, as far as this node knows. The ledger is asked every {@link #INTERVAL} by a
 * thread of its own, so that whoever looks waits for nobody, and a read model that stands still is seen to fall behind.
 *
 * <p>Any thread may look; what is known is an immutable record, which one thread replaces.
 */
public final class Lag implements AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(Lag.class);

    private static final Duration INTERVAL = Duration.ofSeconds(2);

    private final LiveView live;
    private final EventSource ledger;
    private final Clock clock;
    private final ScheduledExecutorService executor = Executors.newSingleThreadScheduledExecutor(
            Thread.ofPlatform().name("view-lag").daemon().factory());
    private volatile Sample sample = new Sample(0, 0, Instant.EPOCH, Instant.EPOCH);
    private volatile boolean answered = true;

    /**
     * What was found at one look.
     *
     * @param oldest when the first event above the position was recorded; the time of the look where there is none
     */
    private record Sample(long position, long head, Instant oldest, Instant takenAt) {}

    /**
     * Knows of no lag until it is started.
     *
     * @param live what is read
     * @param ledger what the read model follows
     * @param clock tells ages, and should agree with PostgreSQL's
     */
    public Lag(LiveView live, EventSource ledger, Clock clock, MeterRegistry meters) {
        this.live = live;
        this.ledger = ledger;
        this.clock = clock;
        Gauge.builder("cart.view.lag.events", this, Lag::events)
                .description("Events in the ledger that are not folded into the read model yet, when last asked")
                .register(meters);
        Gauge.builder("cart.view.lag", this, lag -> lag.age().toMillis() / 1e3)
                .description("Age of the oldest event that is not folded into the read model yet")
                .baseUnit("seconds")
                .register(meters);
    }

    /** Begins to ask. */
    public void start() {
        // A look catches what goes wrong in it, so that the next one comes.
        ScheduledFuture<?> _ =
                executor.scheduleWithFixedDelay(this::look, 0, INTERVAL.toMillis(), TimeUnit.MILLISECONDS);
    }

    /**
     * Events that were not folded yet when the ledger was asked last. Less than 0: the ledger has gone back to an earlier
     * state than the read model has seen.
     */
    public long events() {
        Sample last = sample;
        return last.head() - last.position();
    }

    /** How old the oldest of them is; none: zero. It grows until the read model has got past it. */
    public Duration age() {
        Sample last = sample;
        boolean waits = last.head() > last.position() && live.position() <= last.position();
        Duration age = Duration.between(last.oldest(), waits ? clock.instant() : last.takenAt());
        return age.isNegative() ? Duration.ZERO : age;
    }

    /** Asks the ledger; where it does not answer, what was known stands. */
    void look() {
        try {
            sample = taken();
            answered = true;
        } catch (Throwable e) { // also an Error: no look would follow
            if (answered) {
                LOG.warn("The ledger does not tell how far the read model is behind, asking again: {}", e.toString());
            }
            answered = false;
        }
    }

    private Sample taken() throws SQLException {
        // In this order: what is folded is in the ledger.
        long folded = live.position();
        long head = ledger.head();
        List<Recorded<Written>> next = head > folded ? ledger.after(folded, 1).events() : List.of();
        Instant now = clock.instant();
        return new Sample(folded, head, next.isEmpty() ? now : next.getFirst().recordedAt(), now);
    }

    /** Lets a look under way finish. */
    @Override
    public void close() {
        executor.shutdown();
        try {
            if (!executor.awaitTermination(INTERVAL.toMillis(), TimeUnit.MILLISECONDS)) {
                executor.shutdownNow();
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
