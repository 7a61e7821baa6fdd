package io.cartledger.command.ledger;

import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import org.jspecify.annotations.Nullable;

/**
 * What waits to be written, in the order in which it came, and no more than so much of it. Who has waited too long is told
 * that nothing of theirs is written.
 *
 * <p>Any thread may submit and close; one takes.
 */
final class AppendQueue {

    /** How often the one who takes looks whether it is closed, while nothing comes. */
    private static final Duration IDLE = Duration.ofMillis(100);

    /**
     * How often it is looked for those that wait too long. Each could wait by a clock of its own, but then one would be set
     * and stopped for every command.
     */
    private static final Duration BETWEEN_LOOKS = Duration.ofMillis(50);

    private final BlockingQueue<Submission> queue;
    private volatile boolean closed;
    private volatile boolean ended;

    /** @param capacity most that may wait */
    AppendQueue(int capacity, MeterRegistry meters) {
        this.queue = new LinkedBlockingQueue<>(capacity);
        Gauge.builder("cart.ledger.queue", queue, BlockingQueue::size)
                .description("Appends that wait for their commit")
                .register(meters);
        Thread.ofPlatform().name("ledger-deadlines").daemon().start(this::giveUpLate);
    }

    /**
     * Puts it behind all that were submitted before, and does not wait.
     *
     * @throws QueueFullException if too many wait already; nothing is written
     * @throws LedgerUnavailableException if it is closed; nothing is written
     */
    Submission submit(Append append, Deadline deadline, Turn turn) {
        var submission = new Submission(append, deadline, turn, queue::remove);
        if (closed) {
            throw closedFault();
        }
        if (!queue.offer(submission)) {
            throw full();
        }
        if (ended && queue.remove(submission)) {
            throw closedFault();
        }
        return submission;
    }

    /**
     * To be asked before something is decided that would find no place, and have been decided in vain.
     *
     * @throws QueueFullException if too many wait
     */
    void requireRoom() {
        if (queue.remainingCapacity() == 0) {
            throw full();
        }
    }

    private QueueFullException full() {
        return new QueueFullException(queue.size() + " appends are waiting");
    }

    private static LedgerUnavailableException closedFault() {
        return new LedgerUnavailableException("the ledger is closed", null);
    }

    /**
     * Waits until there are some. Where the processors are busy, those that were about to submit go first: the commit is
     * then shared by more. Where they are not, {@link Thread#yield} returns at once, and nothing is waited for.
     *
     * @param most of them
     * @return empty once it is closed and nothing waits any more
     */
    @SuppressWarnings("ThreadPriorityCheck") // it is right without; with it, it is faster
    List<Submission> nextBatch(int most) throws InterruptedException {
        var batch = new ArrayList<Submission>();
        Submission first = null;
        while (first == null) {
            boolean last = closed;
            first = next(IDLE);
            if (first == null && last) {
                return batch;
            }
        }
        Thread.yield();
        batch.add(first);
        queue.drainTo(batch, most - 1);
        return batch;
    }

    /** The next one, or null if none comes in time. */
    @Nullable
    Submission next(Duration patience) throws InterruptedException {
        return queue.poll(patience.toNanos(), TimeUnit.NANOSECONDS);
    }

    /** Takes no more; what waits can still be taken out. */
    void close() {
        closed = true;
    }

    /** Tells all who wait that nobody takes them out any more. */
    void end() {
        closed = true;
        ended = true; // before what is left is told: nobody may come after that
        var left = new ArrayList<Submission>();
        queue.drainTo(left);
        left.forEach(submission -> submission.fail(closedFault()));
    }

    private void giveUpLate() {
        while (!ended) {
            LockSupport.parkNanos(BETWEEN_LOOKS.toNanos());
            queue.forEach(Submission::giveUpIfLate);
        }
    }
}
