package io.cartledger.command.dispatch;

import io.cartledger.command.ledger.DeadlineExceededException;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.ReentrantLock;
import org.axonframework.common.lock.Lock;
import org.axonframework.common.lock.LockFactory;
import org.jspecify.annotations.Nullable;

/**
 * One fair lock for each aggregate that is in use, so that its commands take turns in the order in which they came, and
 * none waits past its deadline. It is let go once the command's append is queued, as the next can decide on what it will
 * have done. Axon's own factory is not fair: among a thousand waiters some are never served.
 *
 * <p>Any thread may use it; a lock exists while somebody holds it or waits for it.
 */
final class AggregateLocks implements LockFactory {

    private record Slot(ReentrantLock lock, int users) {
        Slot with(int more) {
            return new Slot(lock, users + more);
        }
    }

    private final ConcurrentMap<String, Slot> slots = new ConcurrentHashMap<>();

    /** @throws DeadlineExceededException if the lock is not free before the deadline of the current command */
    @Override
    public Lock obtainLock(String identifier) {
        ReentrantLock lock = slots.compute(identifier, AggregateLocks::enter).lock();
        try {
            if (lock.tryLock(Dispatch.current().deadline().left().toNanos(), TimeUnit.NANOSECONDS)) {
                var held = new Held(identifier, lock);
                Dispatch.current().append().whenQueued(held::release);
                return held;
            }
            throw new DeadlineExceededException("too many commands are waiting for " + identifier, null);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new DeadlineExceededException("interrupted while waiting for " + identifier, e);
        } finally {
            if (!lock.isHeldByCurrentThread()) {
                leave(identifier);
            }
        }
    }

    /** Aggregates that somebody holds or waits for. */
    int inUse() {
        return slots.size();
    }

    private static Slot enter(String identifier, @Nullable Slot slot) {
        return slot == null ? new Slot(new ReentrantLock(true), 1) : slot.with(1);
    }

    private void leave(String identifier) {
        slots.computeIfPresent(identifier, (key, slot) -> slot.users() == 1 ? null : slot.with(-1));
    }

    private final class Held implements Lock {

        private final String identifier;
        private final ReentrantLock lock;

        Held(String identifier, ReentrantLock lock) {
            this.identifier = identifier;
            this.lock = lock;
        }

        /** The second time, when the command ends, it does nothing. */
        @Override
        public void release() {
            if (lock.isHeldByCurrentThread()) {
                lock.unlock();
                leave(identifier);
            }
        }

        @Override
        public boolean isHeld() {
            return lock.isHeldByCurrentThread();
        }
    }
}
