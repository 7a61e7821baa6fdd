package io.cartledger.command.refusal;

import io.cartledger.command.refusal.RefusalBatch.Counted;
import io.micrometer.core.instrument.MeterRegistry;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.dao.DataIntegrityViolationException;

/**
 * Takes what was refused and writes it down once a second, so that a request never waits for it. The queue has room for
 * what may be written in a second; what finds it full is only counted.
 *
 * <p>What the database does not take is kept, within bounds, and written again. If the connection was lost in a commit,
 * that may have been written already, and then is there twice.
 */
public final class RefusalRecorder implements AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(RefusalRecorder.class);

    private static final Duration PAUSE = Duration.ofSeconds(1);
    private static final Duration LAST_PATIENCE = Duration.ofSeconds(5);

    /** Hours without a database, when everything is refused in every way. */
    private static final int MOST_COUNTS = 10_000;

    private final RefusalTable table;
    private final MeterRegistry meters;
    private final int mostCounts;
    // Filled by any thread, emptied by the executor's one.
    private final BlockingQueue<RefusedCommand> commands;
    private final ConcurrentMap<Counted, Long> counts = new ConcurrentHashMap<>();
    // Of the executor's thread alone.
    private RefusalBatch unwritten = RefusalBatch.EMPTY;
    private boolean isFailing;

    private final ScheduledExecutorService executor = Executors.newSingleThreadScheduledExecutor(
            Thread.ofPlatform().name("refusals").daemon().factory());

    /**
     * Writes nothing until it is started.
     *
     * @param perSecond most refusals written one by one in a second, 1 or more
     */
    public RefusalRecorder(RefusalTable table, int perSecond, MeterRegistry meters) {
        this(table, perSecond, MOST_COUNTS, meters);
    }

    RefusalRecorder(RefusalTable table, int perSecond, int mostCounts, MeterRegistry meters) {
        this.table = table;
        this.commands = new ArrayBlockingQueue<>(perSecond);
        this.mostCounts = mostCounts;
        this.meters = meters;
    }

    /** Begins. */
    public void start() {
        ScheduledFuture<?> _ = executor.scheduleWithFixedDelay(this::write, 0, PAUSE.toMillis(), TimeUnit.MILLISECONDS);
    }

    /** Returns at once, whatever the database does. Any thread may call it. */
    public void record(RefusedCommand command) {
        if (!commands.offer(command)) {
            count(Counted.of(command));
        }
    }

    private void count(Counted counted) {
        if (counts.size() < mostCounts || counts.containsKey(counted)) {
            counts.merge(counted, 1L, Long::sum);
        } else {
            tally(counted.code(), "lost", 1);
        }
    }

    /** Whatever goes wrong is caught, also an Error: without that nothing would ever be written again. */
    private void write() {
        try {
            if (unwritten.isEmpty()) {
                unwritten = collect();
            }
            if (!unwritten.isEmpty()) {
                table.write(unwritten);
                done("recorded", "counted");
            }
        } catch (DataIntegrityViolationException e) {
            LOG.error("{} refusals cannot be recorded, and are lost", unwritten.size(), e);
            done("lost", "lost");
        } catch (Throwable e) {
            if (!isFailing) {
                LOG.warn("Refusals cannot be recorded now; they are kept and tried again", e);
            }
            isFailing = true;
        }
    }

    private RefusalBatch collect() {
        var collected = new ArrayList<RefusedCommand>();
        commands.drainTo(collected);
        var counted = new HashMap<Counted, Long>();
        for (Counted key : counts.keySet()) {
            counted.merge(key, counts.remove(key), Long::sum);
        }
        return new RefusalBatch(collected, Map.copyOf(counted));
    }

    private void done(String outcomeOfCommands, String outcomeOfCounts) {
        unwritten.commands().forEach(command -> tally(command.code(), outcomeOfCommands, 1));
        unwritten.counts().forEach((counted, number) -> tally(counted.code(), outcomeOfCounts, number));
        unwritten = RefusalBatch.EMPTY;
        if (isFailing) {
            LOG.info("Refusals are recorded again");
        }
        isFailing = false;
    }

    private void tally(String code, String outcome, long number) {
        meters.counter("cart.refusals", "code", code, "outcome", outcome).increment((double) number);
    }

    /** Writes what there still is; what the database does not take now is lost. */
    @Override
    public void close() {
        executor.execute(this::write); // what could not be written before
        executor.execute(this::write); // the rest
        executor.shutdown();
        try {
            boolean ended = executor.awaitTermination(LAST_PATIENCE.toMillis(), TimeUnit.MILLISECONDS);
            if (!ended || !unwritten.isEmpty()) {
                executor.shutdownNow();
                LOG.warn("Refusals of the last seconds are lost: the database has not taken them");
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
