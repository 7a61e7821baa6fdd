package io.cartledger.command.refusal;

import io.cartledger.command.refusal.RefusalBatch.Counted;
import io.micrometer.core.instrument.MeterRegistry;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
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
import org.springframework.dao.DataAccessException;
import org.springframework.dao.NonTransientDataAccessException;
import org.springframework.dao.NonTransientDataAccessResourceException;
import org.springframework.dao.UncategorizedDataAccessException;
import tools.jackson.core.JacksonException;

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
    private final Deque<RefusalBatch> unwritten = new ArrayDeque<>();
    private boolean isFailing;
    private boolean hasToldOfLoss; // once for all that were collected at once: strangers choose how many those are

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
                unwritten.add(collect());
                hasToldOfLoss = false;
            }
            while (!unwritten.isEmpty()) {
                write(unwritten.getFirst());
            }
            if (isFailing) {
                LOG.info("Refusals are recorded again");
            }
            isFailing = false;
        } catch (Throwable e) {
            if (!isFailing) {
                LOG.warn("Refusals cannot be recorded now; they are kept and tried again", e);
            }
            isFailing = true;
        }
    }

    private void write(RefusalBatch batch) {
        try {
            if (!batch.isEmpty()) {
                table.write(batch);
            }
            done(batch, "recorded", "counted");
        } catch (DataAccessException | JacksonException e) {
            if (!isForEver(e)) {
                throw e;
            }
            if (!hasToldOfLoss) {
                LOG.error("Of {} refusals one or more can never be recorded, and are lost", batch.size(), e);
            }
            hasToldOfLoss = true;
            List<RefusalBatch> parts = batch.parts();
            if (parts.size() == 1) {
                done(batch, "lost", "lost");
            } else {
                unwritten.removeFirst();
                unwritten.addAll(parts);
            }
        }
    }

    /** Whether it is what was to be written that is wrong, so that another try would end the same. */
    private static boolean isForEver(RuntimeException e) {
        return switch (e) {
            case NonTransientDataAccessResourceException _ -> false;
            case UncategorizedDataAccessException _ -> false; // such as a lock that was not to be had
            case NonTransientDataAccessException _ -> true;
            case JacksonException _ -> true;
            default -> false;
        };
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

    private void done(RefusalBatch batch, String outcomeOfCommands, String outcomeOfCounts) {
        unwritten.removeFirst();
        batch.commands().forEach(command -> tally(command.code(), outcomeOfCommands, 1));
        batch.counts().forEach((counted, number) -> tally(counted.code(), outcomeOfCounts, number));
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
