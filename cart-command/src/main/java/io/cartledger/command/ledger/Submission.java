package io.cartledger.command.ledger;

import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.function.Predicate;

/** An append on its way through the {@link Writer}. */
final class Submission {

    private final Append append;
    private final Deadline deadline;
    private final Deadline latestBegin;
    private final Turn turn;
    private final Predicate<Submission> withdrawal;
    private final CompletableFuture<AppendResult> result = new CompletableFuture<>();

    /**
     * @param turn in which its command was told that it was overtaken, or {@link Turn#NONE}
     * @param withdrawal takes it out of the queue, unless it is being written already
     */
    Submission(Append append, Deadline deadline, Turn turn, Predicate<Submission> withdrawal) {
        this.append = append;
        this.deadline = deadline;
        this.latestBegin = Deadline.in(deadline.leftForTheLedger());
        this.turn = turn;
        this.withdrawal = withdrawal;
    }

    Append append() {
        return append;
    }

    Deadline deadline() {
        return deadline;
    }

    Turn turn() {
        return turn;
    }

    void complete(AppendResult result) {
        this.result.complete(result);
    }

    void fail(Throwable cause) {
        result.completeExceptionally(cause);
    }

    /** Takes it out of the queue if its turn to be written has not come in time, and tells whoever waits for it. */
    void giveUpIfLate() {
        if (latestBegin.hasPassed() && withdrawal.test(this)) {
            fail(new DeadlineExceededException("its turn to be written did not come", null));
        }
    }

    /**
     * Waits until it is committed or lost, or given up. What has been begun is waited for past the deadline: it ends by
     * itself.
     *
     * @throws DeadlineExceededException if its turn did not come in time; nothing is written
     * @throws LedgerUnavailableException if the ledger could not be reached or was too busy; nothing is written
     * @throws OutcomeUnknownException if the connection was lost while it was written
     */
    AppendResult await() {
        try {
            return result.get();
        } catch (ExecutionException e) {
            throw rethrown(Objects.requireNonNull(e.getCause()));
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw withdrawal.test(this)
                    ? new DeadlineExceededException("interrupted while it waited to be written", e)
                    : new OutcomeUnknownException(e);
        }
    }

    /** What has failed a batch is told to all of its members. */
    private static RuntimeException rethrown(Throwable cause) {
        return switch (cause) {
            case RuntimeException e -> e;
            case Error e -> throw e;
            case Throwable e -> new IllegalStateException("an append failed", e);
        };
    }
}
