package io.cartledger.query.consistency;

import java.time.Duration;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;

/**
 * How far the read model has got, as far as this node knows: it may be further. Queries wait here for what they have to
 * see.
 *
 * <p>Any thread may use it; guarded by its lock.
 */
public final class ViewPosition {

    private final ReentrantLock lock = new ReentrantLock();
    private final Condition moved = lock.newCondition();
    private long position;

    /** All events up to this position are folded in and visible. */
    public long current() {
        lock.lock();
        try {
            return position;
        } finally {
            lock.unlock();
        }
    }

    /**
     * Waits until the read model has got there.
     *
     * @return whether it has, before the time was over
     */
    public boolean await(long wanted, Duration patience) {
        long nanosLeft = patience.toNanos();
        lock.lock();
        try {
            while (position < wanted) {
                if (nanosLeft <= 0) {
                    return false;
                }
                nanosLeft = moved.awaitNanos(nanosLeft);
            }
            return true;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return false;
        } finally {
            lock.unlock();
        }
    }

    /** Says that the read model is known to be there; a position that has been passed already changes nothing. */
    public void reached(long reached) {
        lock.lock();
        try {
            if (reached > position) {
                position = reached;
                moved.signalAll();
            }
        } finally {
            lock.unlock();
        }
    }
}
