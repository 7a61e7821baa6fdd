package io.cartledger.command.ledger;

import io.cartledger.command.ledger.AppendLostException.AggregateMovedException;
import io.cartledger.ledger.CommitListener;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.DistributionSummary;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The one thread of a node that appends. What has come while it wrote is its next batch, in the order in which it came, and
 * shares a commit: it never waits for more to come (group commit; DeWitt et al., "Implementation Techniques for Main
 * Memory Database Systems", 1984).
 */
final class Writer implements AutoCloseable {

    /** Enough to share the cost of a commit; more would only make the first of a batch wait for the last. */
    private static final int LARGEST_BATCH = 128;

    /** How often it looks whether it is to end, while nothing comes. */
    private static final Duration IDLE = Duration.ofMillis(100);

    /**
     * How often it is looked for those that wait too long. Each could wait by a clock of its own, but setting one for every
     * command costs as much as a twentieth of the command.
     */
    private static final Duration BETWEEN_LOOKS = Duration.ofMillis(50);

    private static final Duration LONGEST_CLOSING = Duration.ofSeconds(10);

    private static final Logger LOG = LoggerFactory.getLogger(Writer.class);

    /** One that is lost, and does not know yet. */
    private record Overtaken(Submission submission, AggregateMovedException cause) {

        void tell(long turn) {
            submission.complete(new AppendResult.Lost(cause.toldIn(turn)));
        }
    }

    private final BlockingQueue<Submission> queue;
    private final Connections connections;
    private final CommitListener commits;
    private final Duration limitPeriod;
    private final DistributionSummary batchSizes;
    private final Counter turns;
    private final Thread thread;
    private long turn = Turn.NONE; // of the thread alone
    private volatile boolean closed;
    private volatile boolean ended;

    Writer(Connections connections, CommitListener commits, Ledger.Settings settings, MeterRegistry meters) {
        this.queue = new LinkedBlockingQueue<>(settings.queueCapacity());
        this.connections = connections;
        this.commits = commits;
        this.limitPeriod = settings.limitPeriod();
        this.batchSizes = DistributionSummary.builder("cart.ledger.batch")
                .description("Commands that shared a commit")
                .register(meters);
        this.turns = Counter.builder("cart.ledger.turns")
                .description("Times that this node alone could append, for commands that had been overtaken")
                .register(meters);
        Gauge.builder("cart.ledger.queue", queue, BlockingQueue::size)
                .description("Appends that wait for their commit")
                .register(meters);
        this.thread = Thread.ofPlatform().name("ledger-writer").daemon().start(this::run);
        Thread.ofPlatform().name("ledger-deadlines").daemon().start(this::giveUpLate);
    }

    /**
     * Puts it behind all that were submitted before, and does not wait.
     *
     * @throws QueueFullException if too many wait already; nothing is written
     */
    Submission submit(Append append, Deadline deadline, long turn) {
        var submission = new Submission(append, deadline, turn, queue::remove);
        if (closed) {
            throw closed();
        }
        if (!queue.offer(submission)) {
            throw full();
        }
        if (ended && queue.remove(submission)) {
            throw closed();
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

    private static LedgerUnavailableException closed() {
        return new LedgerUnavailableException("the ledger is closed", null);
    }

    private void run() {
        try {
            for (List<Submission> batch = nextBatch(); !batch.isEmpty(); batch = nextBatch()) {
                List<Overtaken> overtaken = write(batch);
                while (!overtaken.isEmpty()) {
                    overtaken = writeInTurn(overtaken);
                }
            }
        } catch (InterruptedException e) {
            closed = true;
        }
        ended = true; // before what is left is told: nobody may come after that
        var left = new ArrayList<Submission>();
        queue.drainTo(left);
        failAll(left, closed());
    }

    /**
     * Where the processors are busy, those that were about to submit go first: the commit is then shared by more.
     * Where they are not, {@link Thread#yield} returns at once, and nothing is waited for.
     *
     * @return empty once it is closed and nothing waits any more
     */
    @SuppressWarnings("ThreadPriorityCheck") // it is right without; with it, it is faster
    private List<Submission> nextBatch() throws InterruptedException {
        var batch = new ArrayList<Submission>();
        Submission first = null;
        while (first == null) {
            boolean last = closed;
            first = queue.poll(IDLE.toNanos(), TimeUnit.NANOSECONDS);
            if (first == null && last) {
                return batch;
            }
        }
        Thread.yield();
        batch.add(first);
        queue.drainTo(batch, LARGEST_BATCH - 1);
        return batch;
    }

    /** @return who is to be told in a turn that they were overtaken */
    private List<Overtaken> write(List<Submission> batch) {
        try (Connection connection = connections.open()) {
            return settle(batch, append(connection, batch));
        } catch (SQLException e) {
            return failed(batch, LedgerFaults.ofAppend(e));
        } catch (RuntimeException | Error e) {
            return failAll(batch, e);
        }
    }

    /** The same, with whoever was overtaken, and all who come meanwhile, in one {@link Turn}. */
    private List<Overtaken> writeInTurn(List<Overtaken> overtaken) {
        var batch = new ArrayList<Submission>();
        turn++;
        try (Connection connection = connections.open()) {
            connection.setAutoCommit(false);
            Turn.begin(
                    connection,
                    latestDeadline(overtaken.stream().map(Overtaken::submission).toList()));
            overtaken.forEach(one -> one.tell(turn));
            gatherUntilBack(overtaken, batch);
            List<AppendResult> results = batch.isEmpty() ? List.of() : append(connection, batch);
            connection.commit();
            turns.increment();
            return settle(batch, results);
        } catch (SQLException e) {
            return failed(batch, LedgerFaults.ofAppend(e));
        } catch (RuntimeException | Error e) {
            return failAll(batch, e);
        } finally {
            overtaken.forEach(one -> one.tell(turn));
        }
    }

    /** As many as come: one of those that are waited for may be behind any number of others. */
    private void gatherUntilBack(List<Overtaken> missing, List<Submission> batch) {
        long end = System.nanoTime() + Turn.PATIENCE.toNanos();
        long away = missing.stream()
                .filter(one -> !one.submission().deadline().hasPassed())
                .count();
        try {
            while (away > 0) {
                Submission next = queue.poll(end - System.nanoTime(), TimeUnit.NANOSECONDS);
                if (next == null) {
                    return;
                }
                batch.add(next);
                if (next.turn() == turn) {
                    away--;
                }
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt(); // who has come is written yet
        }
    }

    private List<AppendResult> append(Connection connection, List<Submission> batch) throws SQLException {
        var appends = batch.stream().map(Submission::append).toList();
        batchSizes.record(batch.size());
        return AppendCall.execute(connection, appends, limitPeriod, latestDeadline(batch));
    }

    /** Tells all, once it is committed, but those who were overtaken. */
    private List<Overtaken> settle(List<Submission> batch, List<AppendResult> results) {
        tellListener(results);
        var overtaken = new ArrayList<Overtaken>();
        for (int i = 0; i < batch.size(); i++) {
            Submission member = batch.get(i);
            AppendResult result = results.get(i);
            if (result instanceof AppendResult.Lost(AggregateMovedException moved)) {
                overtaken.add(new Overtaken(member, moved));
            } else {
                member.complete(result);
            }
        }
        return overtaken;
    }

    private void tellListener(List<AppendResult> results) {
        try {
            results.stream()
                    .filter(AppendResult.Committed.class::isInstance)
                    .mapToLong(result ->
                            ((AppendResult.Committed) result).receipt().position())
                    .max()
                    .ifPresent(commits::committed);
        } catch (RuntimeException e) {
            LOG.error("Whoever listens to commits has failed", e);
        }
    }

    /** Who is not to blame for an error is written without the others, as long as the ledger is there. */
    private List<Overtaken> failed(List<Submission> batch, RuntimeException fault) {
        if (batch.size() < 2 || !LedgerFaults.isOfOneMember(fault)) {
            return failAll(batch, fault);
        }
        var overtaken = new ArrayList<Overtaken>();
        for (int i = 0; i < batch.size(); i++) {
            List<Submission> one = batch.subList(i, i + 1);
            try (Connection connection = connections.open()) {
                overtaken.addAll(settle(one, append(connection, one)));
            } catch (SQLException e) {
                failAll(one, LedgerFaults.ofAppend(e));
            } catch (LedgerUnavailableException e) {
                failAll(batch.subList(i, batch.size()), e);
                break;
            } catch (RuntimeException | Error e) {
                failAll(one, e);
            }
        }
        return overtaken;
    }

    private void giveUpLate() {
        while (!ended) {
            LockSupport.parkNanos(BETWEEN_LOOKS.toNanos());
            queue.forEach(Submission::giveUpIfLate);
        }
    }

    private static List<Overtaken> failAll(List<Submission> batch, Throwable fault) {
        batch.forEach(member -> member.fail(fault));
        return List.of();
    }

    /** So that nobody is told of having waited too long for the sake of somebody who has less time. */
    private static Deadline latestDeadline(List<Submission> batch) {
        return batch.stream()
                .map(Submission::deadline)
                .max(Comparator.comparing(Deadline::left))
                .orElseThrow();
    }

    /** Takes no more, and returns once what waits is written; what is not in time is told that nothing was. */
    @Override
    public void close() {
        closed = true;
        try {
            if (!thread.join(LONGEST_CLOSING)) {
                thread.interrupt();
            }
        } catch (InterruptedException e) {
            thread.interrupt();
            Thread.currentThread().interrupt();
        }
    }
}
