package io.cartledger.command.ledger;

import io.micrometer.core.instrument.MeterRegistry;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.TreeMap;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Keeps states of long histories, by a thread of its own, off every command's way. Nobody misses one that is not kept: what
 * comes while the queue is full is dropped, and so is what the database does not take.
 */
final class Snapshots implements AutoCloseable {

    /** Events between two snapshots of an aggregate, and so about the most that are read to load it. */
    static final int EVERY = 100;

    private static final Logger LOG = LoggerFactory.getLogger(Snapshots.class);

    /** Of these most states are in the cache anyway. */
    private static final int CAPACITY = 256;

    /** As JSON in memory at once. */
    private static final int LARGEST_BATCH = 32;

    /** Between two batches: each is a commit, which commands wait for. */
    private static final Duration PAUSE = Duration.ofMillis(100);

    private final BlockingQueue<Snapshot> queue = new ArrayBlockingQueue<>(CAPACITY);
    private final Connections connections;
    private final MeterRegistry meters;
    private final Thread thread;
    private boolean isFailing; // of the thread alone
    private volatile boolean closed;

    Snapshots(Connections connections, MeterRegistry meters) {
        this.connections = connections;
        this.meters = meters;
        List.of("written", "ignored", "dropped", "failed").forEach(outcome -> count(outcome, 0));
        this.thread = Thread.ofPlatform().name("snapshots").daemon().start(this::run);
    }

    /** Keeps it when there is time. Returns at once, whatever the database does; any thread may call it. */
    void keep(Snapshot snapshot) {
        if (!queue.offer(snapshot)) {
            count("dropped", 1);
        }
    }

    /** One was there, and of no use: of another fold, of another ledger, or broken. */
    void ignored() {
        count("ignored", 1);
    }

    private void count(String outcome, int number) {
        meters.counter("cart.snapshots", "outcome", outcome).increment(number);
    }

    private void run() {
        try {
            while (!closed) {
                write(next());
                Thread.sleep(PAUSE);
            }
        } catch (InterruptedException e) {
            closed = true;
        }
    }

    /** Of an aggregate only the newest; in one order on every node, or two could wait for each other's rows. */
    private Collection<Snapshot> next() throws InterruptedException {
        var next = new ArrayList<Snapshot>();
        next.add(queue.take());
        queue.drainTo(next, LARGEST_BATCH - 1);
        var newest = new TreeMap<String, Snapshot>();
        next.forEach(snapshot -> newest.put(snapshot.aggregate().toString(), snapshot));
        return newest.values();
    }

    /** Whatever goes wrong is caught, also an Error: without that none would ever be kept again. */
    private void write(Collection<Snapshot> snapshots) {
        try {
            count("written", connections.read(connection -> SnapshotTable.write(connection, snapshots)));
            isFailing = false;
        } catch (RuntimeException | Error e) {
            count("failed", snapshots.size());
            if (!isFailing && !closed) {
                LOG.warn("Snapshots cannot be kept now; commands go on without them", e);
            }
            isFailing = true;
        }
    }

    /** What still waits is dropped. */
    @Override
    public void close() {
        closed = true;
        thread.interrupt();
    }
}
