package io.cartledger.command.ledger;

import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * The last event of an aggregate's state in memory, and that state. It may not be committed yet: the next command decides
 * on it all the same, and is lost with it if it never will be.
 *
 * <p>Used by the thread that holds the aggregate's lock; whether it is lost, by any.
 */
public final class Tip {

    private final AggregateKey aggregate;
    private @Nullable UUID eventId;
    private long version = -1;
    private @Nullable Object state;
    private long lastSnapshot = -1;
    private long readIn;
    private volatile boolean lost;

    /** Of an aggregate that nothing has happened to yet. */
    public Tip(AggregateKey aggregate) {
        this.aggregate = aggregate;
    }

    /**
     * There is one more event.
     *
     * @param version its sequence number
     * @param state the one after it, immutable
     */
    public void moveTo(String eventId, long version, Object state) {
        this.eventId = UUID.fromString(eventId);
        this.version = version;
        this.state = state;
    }

    /** The same, where the state comes from a snapshot. */
    public void beginAt(String eventId, long version, Object state) {
        moveTo(eventId, version, state);
        lastSnapshot = version;
    }

    /** A snapshot, when enough has happened since the last one; it is the last one from then on. */
    Optional<Snapshot> takeSnapshot() {
        if (eventId == null || state == null || version - lastSnapshot < Snapshots.EVERY) {
            return Optional.empty();
        }
        lastSnapshot = version;
        return Optional.of(new Snapshot(aggregate, version, eventId, state));
    }

    AggregateKey aggregate() {
        return aggregate;
    }

    /** Null if there is no event yet. */
    @Nullable
    UUID eventId() {
        return eventId;
    }

    /** That event's sequence number, or -1. */
    long version() {
        return version;
    }

    /** Says that the state was read after the turn of that number had begun. */
    void setReadIn(long turn) {
        readIn = turn;
    }

    /** The number of the last turn that had begun when it was read. */
    long readIn() {
        return readIn;
    }

    /** Says that the state is not what the ledger has: nothing can be decided on it any more. */
    void lose() {
        lost = true;
    }

    public boolean isLost() {
        return lost;
    }
}
