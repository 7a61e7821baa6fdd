package io.cartledger.command.ledger;

import io.cartledger.command.ledger.AppendLostException.AggregateMovedException;
import io.cartledger.ledger.CommitListener;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.DistributionSummary;
import io.micrometer.core.instrument.MeterRegistry;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
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

    /** How often it is looked, in a turn, whether those that it is for are gone. */
    private static final Duration BETWEEN_COUNTS = Duration.ofMillis(1);

    private static final Duration LONGEST_CLOSING = Duration.ofSeconds(10);

    private static final Logger LOG = LoggerFactory.getLogger(Writer.class);

    /** One that is lost, and does not know yet. */
    private record Overtaken(Submission submission, AggregateMovedException cause) {

        void tell(Turn turn) {
            submission.complete(new AppendResult.Lost(cause.toldIn(turn)));
        }
    }

    private final AppendQueue queue;
    private final Connections connections;
    private final CommitListener commits;
    private final Duration limitPeriod;
    private final DistributionSummary batchSizes;
    private final Counter appended;
    private final Counter turnCounter;
    private final Turns turns = new Turns();
    private final Thread thread;

    Writer(Connections connections, CommitListener commits, Ledger.Settings settings, MeterRegistry meters) {
        this.queue = new AppendQueue(settings.queueCapacity(), meters);
        this.connections = connections;
        this.commits = commits;
        this.limitPeriod = settings.limitPeriod();
        this.batchSizes = DistributionSummary.builder("cart.ledger.batch")
                .description("Commands that shared a commit")
                .register(meters);
        this.appended = Counter.builder("cart.ledger.appended.events")
                .description("Events that this node has appended")
                .register(meters);
        this.turnCounter = Counter.builder("cart.ledger.turns")
                .description("Times that this node alone could append, for commands that had been overtaken")
                .register(meters);
        this.thread = Thread.ofPlatform().name("ledger-writer").daemon().start(this::run);
    }

    /** @see AppendQueue#submit */
    Submission submit(Append append, Deadline deadline, Turn turn) {
        return queue.submit(append, deadline, turn);
    }

    /** @see AppendQueue#requireRoom */
    void requireRoom() {
        queue.requireRoom();
    }

    private void run() {
        try {
            List<Submission> batch = queue.nextBatch(LARGEST_BATCH);
            while (!batch.isEmpty()) {
                List<Overtaken> overtaken = write(batch);
                while (!overtaken.isEmpty()) {
                    overtaken = writeInTurn(overtaken);
                }
                batch = queue.nextBatch(LARGEST_BATCH);
            }
        } catch (InterruptedException e) {
            LOG.warn("Was interrupted before all that waited was written");
        } finally {
            queue.end();
        }
    }

    /** @return who is to be told in a turn that they were overtaken */
    private List<Overtaken> write(List<Submission> batch) {
        try (Connection connection = connections.open()) {
            return committed(batch, append(connection, batch));
        } catch (SQLException e) {
            return failed(batch, LedgerFaults.ofAppend(e));
        } catch (RuntimeException | Error e) {
            return failAll(batch, e);
        }
    }

    /** The same, with whoever was overtaken, and all who come meanwhile, in one {@link Turn}. */
    private List<Overtaken> writeInTurn(List<Overtaken> overtaken) {
        var batch = new ArrayList<Submission>();
        try (Connection connection = connections.open()) {
            connection.setAutoCommit(false);
            long headNow = Turn.begin(
                    connection,
                    latestDeadline(overtaken.stream().map(Overtaken::submission).toList()));
            Turn turn = turns.begin(headNow);
            overtaken.forEach(one -> one.tell(turn));
            gatherUntilBack(overtaken.size(), turn, batch);
            AppendCall.Answer answer =
                    batch.isEmpty() ? new AppendCall.Answer(headNow, headNow, List.of()) : append(connection, batch);
            connection.commit();
            turnCounter.increment();
            return committed(batch, answer);
        } catch (SQLException e) {
            return failed(batch, LedgerFaults.ofAppend(e));
        } catch (RuntimeException | Error e) {
            return failAll(batch, e);
        } finally {
            overtaken.forEach(one -> one.tell(Turn.NONE)); // where it could not begin
        }
    }

    /** The number of the last turn that has begun. */
    long lastTurn() {
        return turns.lastNumber();
    }

    /** Says that somebody whom a turn is for will not come. */
    void leave(Turn left) {
        turns.leave(left);
    }

    /** As many as come: one of those that are waited for may be behind any number of others. */
    private void gatherUntilBack(int overtaken, Turn turn, List<Submission> batch) {
        long end = System.nanoTime() + Turn.PATIENCE.toNanos();
        int away = overtaken;
        try {
            while (away > turns.gone() && System.nanoTime() - end < 0) {
                Submission next = queue.next(BETWEEN_COUNTS);
                if (next != null) {
                    batch.add(next);
                    away -= next.turn().equals(turn) ? 1 : 0;
                }
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt(); // who has come is written yet
        }
    }

    private AppendCall.Answer append(Connection connection, List<Submission> batch) throws SQLException {
        var appends = batch.stream().map(Submission::append).toList();
        batchSizes.record(batch.size());
        AppendCall.Answer answer = AppendCall.execute(connection, appends, limitPeriod, latestDeadline(batch));
        turns.found(answer.headBefore());
        return answer;
    }

    private List<Overtaken> committed(List<Submission> batch, AppendCall.Answer answer) {
        turns.appendedUpTo(answer.head());
        appended.increment((double) (answer.head() - answer.headBefore()));
        return settle(batch, answer.results());
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
                overtaken.addAll(committed(one, append(connection, one)));
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
        queue.close();
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
