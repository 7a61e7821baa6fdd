package io.cartledger.server.vault;

import io.cartledger.server.vault.SubjectKeyTable.Row;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.Map;
import java.util.Objects;
import java.util.Queue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.springframework.dao.DataAccessException;
import org.springframework.dao.QueryTimeoutException;

/**
 * Finds or makes keys for all who ask at the same time by one statement and one commit. Who gets the turn asks for everybody
 * who waits (flat combining; Hendler et al., "Flat Combining and the Synchronization-Parallelism Tradeoff", 2010).
 *
 * <p>Any thread may use it.
 */
final class SubjectKeyRequests {

    /** Longer than the statement of whoever has the turn, which the connection gives up after two seconds. */
    private static final Duration LONGEST_WAIT = Duration.ofSeconds(4);

    private static final int LARGEST_BATCH = 256;

    private record Request(Row proposed, CompletableFuture<Row> key) {}

    private final SubjectKeyTable table;
    private final Queue<Request> waiting = new ConcurrentLinkedQueue<>();
    private final ReentrantLock turn = new ReentrantLock(true);

    SubjectKeyRequests(SubjectKeyTable table) {
        this.table = table;
    }

    /**
     * @param proposed for a subject that has none
     * @return the subject's key: the one that is there, this one, or that of whoever was faster
     * @throws DataAccessException if the vault was not reached in time
     */
    Row findOrMake(Row proposed) {
        var request = new Request(proposed, new CompletableFuture<>());
        waiting.add(request);
        try {
            if (!turn.tryLock(LONGEST_WAIT.toNanos(), TimeUnit.NANOSECONDS)) {
                waiting.remove(request);
                if (request.key().isDone()) {
                    return answered(request);
                }
                throw new QueryTimeoutException("too many wait for the vault");
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            waiting.remove(request);
            throw new QueryTimeoutException("interrupted while waiting for the vault", e);
        }
        try {
            while (!request.key().isDone()) {
                answerBatch();
            }
        } finally {
            turn.unlock();
        }
        return answered(request);
    }

    private void answerBatch() {
        var batch = new ArrayList<Request>();
        for (Request next = waiting.poll(); next != null; next = batch.size() < LARGEST_BATCH ? waiting.poll() : null) {
            batch.add(next);
        }
        try {
            Map<String, Row> proposed = new HashMap<>();
            batch.forEach(request -> proposed.putIfAbsent(request.proposed().subject(), request.proposed()));
            Map<String, Row> keys = table.findOrMake(proposed.values()).stream()
                    .collect(Collectors.toMap(Row::subject, Function.identity()));
            batch.forEach(request -> request.key()
                    .complete(Objects.requireNonNull(keys.get(request.proposed().subject()))));
        } catch (RuntimeException | Error e) {
            batch.forEach(request -> request.key().completeExceptionally(e));
        }
    }

    private static Row answered(Request request) {
        try {
            return request.key().join();
        } catch (CompletionException e) {
            if (e.getCause() instanceof DataAccessException unreached) {
                throw unreached;
            }
            throw e;
        }
    }
}
