package io.cartledger.command.ledger;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.DistributionSummary;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The one thread of a node that reads aggregates. Those that were asked for while it read are its next query, as with the
 * {@link Writer}. Of a long history it reads a part at a time; whoever wants more asks again, behind the others.
 */
final class Reader implements AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(Reader.class);

    private static final int MOST_AGGREGATES = 256;

    /** In memory at once, for all that are read together. A snapshot leaves fewer to each than {@link Snapshots#EVERY}, and a few. */
    private static final int MOST_EVENTS = 32_768;

    /** However few are read: the others wait for it. */
    private static final int MOST_EVENTS_OF_ONE = 4_096;

    private record Waiting(Load wanted, CompletableFuture<Loaded> loaded) {}

    private final BlockingQueue<Waiting> queue;
    private final Connections connections;
    private final DistributionSummary loads;
    private final Counter events;
    private final Thread thread;
    private boolean cannotReadSnapshots; // of the thread alone
    private volatile boolean closed;

    /** @param capacity most that wait to be read */
    Reader(Connections connections, int capacity, MeterRegistry meters) {
        this.queue = new LinkedBlockingQueue<>(capacity);
        this.connections = connections;
        this.loads = DistributionSummary.builder("cart.ledger.loads")
                .description("Aggregates that were read by one query")
                .register(meters);
        this.events = Counter.builder("cart.ledger.loaded.events")
                .description("Events that were read to load aggregates")
                .register(meters);
        Gauge.builder("cart.ledger.loads.queue", queue, BlockingQueue::size)
                .description("Aggregates that wait to be read")
                .register(meters);
        this.thread = Thread.ofPlatform().name("ledger-reader").daemon().start(this::run);
    }

    /**
     * Waits until it is read.
     *
     * @throws QueueFullException if too many wait already
     * @throws DeadlineExceededException if it was not read in time
     * @throws LedgerUnavailableException if the ledger could not be reached, or is closed
     */
    Loaded load(Load wanted, Deadline deadline) {
        var waiting = new Waiting(wanted, new CompletableFuture<>());
        if (closed) {
            throw new LedgerUnavailableException("the ledger is closed", null);
        }
        if (!queue.offer(waiting)) {
            throw new QueueFullException(queue.size() + " aggregates wait to be read");
        }
        try {
            return waiting.loaded().get(deadline.leftForTheLedger().toNanos(), TimeUnit.NANOSECONDS);
        } catch (TimeoutException e) {
            queue.remove(waiting);
            throw new DeadlineExceededException(wanted.aggregate() + " was not read in time", e);
        } catch (InterruptedException e) {
            queue.remove(waiting);
            Thread.currentThread().interrupt();
            throw new DeadlineExceededException("interrupted while waiting for " + wanted.aggregate(), e);
        } catch (ExecutionException e) {
            throw rethrown(Objects.requireNonNull(e.getCause()));
        }
    }

    /** What has failed a query is told to all who waited for it. */
    private static RuntimeException rethrown(Throwable cause) {
        return switch (cause) {
            case RuntimeException e -> e;
            case Error e -> throw e;
            case Throwable e -> new IllegalStateException("aggregates could not be read", e);
        };
    }

    private void run() {
        try {
            while (!closed) {
                read(next());
            }
        } catch (InterruptedException e) {
            closed = true;
        }
        var left = new ArrayList<Waiting>();
        queue.drainTo(left);
        failAll(left, new LedgerUnavailableException("the ledger is closed", null));
    }

    private List<Waiting> next() throws InterruptedException {
        var next = new ArrayList<Waiting>();
        next.add(queue.take());
        queue.drainTo(next, MOST_AGGREGATES - 1);
        return next;
    }

    private void read(List<Waiting> batch) {
        try {
            List<Loaded> loaded = query(batch.stream().map(Waiting::wanted).toList());
            loads.record(batch.size());
            events.increment(
                    loaded.stream().mapToInt(one -> one.events().size()).sum());
            for (int i = 0; i < batch.size(); i++) {
                batch.get(i).loaded().complete(loaded.get(i));
            }
        } catch (RuntimeException | Error e) {
            failAll(batch, e);
        }
    }

    private static void failAll(List<Waiting> batch, Throwable fault) {
        batch.forEach(waiting -> waiting.loaded().completeExceptionally(fault));
    }

    /** What can be thrown away must not be needed: where snapshots cannot be read, the events are read without them. */
    private List<Loaded> query(List<Load> wanted) {
        if (wanted.stream().noneMatch(Load::takesSnapshot)) {
            return run(wanted);
        }
        try {
            List<Loaded> loaded = run(wanted);
            cannotReadSnapshots = false;
            return loaded;
        } catch (IllegalStateException e) {
            List<Loaded> loaded = run(wanted.stream().map(Load::withoutSnapshot).toList());
            if (!cannotReadSnapshots) {
                LOG.warn("Snapshots cannot be read now: whatever is loaded is folded from its first event", e);
            }
            cannotReadSnapshots = true;
            return loaded;
        }
    }

    private List<Loaded> run(List<Load> wanted) {
        int mostOfOne = Math.min(MOST_EVENTS_OF_ONE, MOST_EVENTS / wanted.size());
        return connections.read(connection -> LoadQuery.run(connection, wanted, mostOfOne));
    }

    /** Ends once what is being read is; what still waits is told that the ledger is closed. */
    @Override
    public void close() {
        closed = true;
        thread.interrupt();
    }
}
