package io.cartledger.command.ledger;

import java.util.concurrent.atomic.AtomicInteger;

/**
 * Numbers a node's turns, and knows in which of them states have to be read anew: where the ledger's head is not what this
 * node has left, others have appended since.
 *
 * <p>Used by the thread that writes; {@link #lastNumber} and {@link #leave} by any.
 */
final class Turns {

    /**
     * The last that has begun.
     *
     * @param gone how many of those that it is for will not come
     */
    private record Current(Turn turn, AtomicInteger gone) {}

    private volatile Current current = new Current(Turn.NONE, new AtomicInteger());
    private long head;
    private boolean othersAppended; // since the last turn from which states had to be read anew

    /**
     * Numbers the next one. Its number is known only from here on, so a state that was read since any number was known is as
     * new as the turn of that number.
     *
     * @param headNow the ledger's last position, which only this node can move on while the turn lasts
     */
    Turn begin(long headNow) {
        found(headNow);
        Turn last = current.turn();
        long number = last.number() + 1;
        var next = new Turn(number, othersAppended ? number : last.freshFrom());
        othersAppended = false;
        current = new Current(next, new AtomicInteger());
        return next;
    }

    /** Says what the ledger's last position is, before this node appends. */
    void found(long headNow) {
        othersAppended |= headNow != head;
        head = headNow;
    }

    /** Says what it is once what this node has appended is committed. */
    void appendedUpTo(long headAfter) {
        head = headAfter;
    }

    /** The number of the last turn that has begun. */
    long lastNumber() {
        return current.turn().number();
    }

    /** Says that somebody whom that turn is for will not come: their command has ended. */
    void leave(Turn left) {
        Current now = current;
        if (left.equals(now.turn())) {
            now.gone().incrementAndGet();
        }
    }

    /** How many of those that the last turn is for will not come. */
    int gone() {
        return current.gone().get();
    }
}
