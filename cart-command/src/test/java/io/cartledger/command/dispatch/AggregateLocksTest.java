package io.cartledger.command.dispatch;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.cartledger.command.ledger.Deadline;
import io.cartledger.command.ledger.DeadlineExceededException;
import io.cartledger.command.ledger.PendingAppend;
import io.cartledger.command.ledger.Turn;
import io.cartledger.ledger.Origin;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.axonframework.commandhandling.GenericCommandMessage;
import org.axonframework.common.lock.Lock;
import org.axonframework.messaging.unitofwork.DefaultUnitOfWork;
import org.junit.jupiter.api.Test;

class AggregateLocksTest {

    private final AggregateLocks locks = new AggregateLocks();

    @Test
    void aThousandWaitersAllGetTheirTurnAndNoLockIsLeftBehind() throws Exception {
        var inside = new ArrayList<Integer>();
        var turns = new ArrayList<Future<Boolean>>();
        try (ExecutorService executor = Executors.newVirtualThreadPerTaskExecutor()) {
            for (int i = 0; i < 1_000; i++) {
                int number = i;
                turns.add(executor.submit(() -> withLock(Duration.ofSeconds(20), () -> inside.add(number))));
            }
        }

        for (Future<Boolean> turn : turns) {
            assertThat(turn.get()).isTrue();
        }
        assertThat(inside).hasSize(1_000).doesNotHaveDuplicates();
        assertThat(locks.inUse()).isZero();
    }

    @Test
    void nobodyWaitsPastTheDeadline() throws Exception {
        var held = new CompletableFuture<Void>();
        var release = new CompletableFuture<Void>();
        try (ExecutorService executor = Executors.newVirtualThreadPerTaskExecutor()) {
            executor.submit(() -> withLock(Duration.ofSeconds(20), () -> {
                held.complete(null);
                return release.get();
            }));
            held.get();

            assertThatThrownBy(() -> withLock(Duration.ofMillis(50), () -> List.of()))
                    .isInstanceOf(DeadlineExceededException.class);
            release.complete(null);
        }

        assertThat(locks.inUse()).isZero();
    }

    private <T> T withLock(Duration patience, Callable<T> action) throws Exception {
        Deadline deadline = Deadline.in(patience);
        var dispatch = new Dispatch(
                deadline, new PendingAppend(Origin.system("test", Instant.EPOCH), null, deadline, Turn.NONE));
        var unitOfWork = DefaultUnitOfWork.startAndGet(new GenericCommandMessage<>("command", dispatch.asMetaData()));
        try {
            Lock lock = locks.obtainLock("Cart/a");
            try {
                return action.call();
            } finally {
                lock.release();
            }
        } finally {
            unitOfWork.rollback();
        }
    }
}
