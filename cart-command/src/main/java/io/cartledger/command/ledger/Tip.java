package io.cartledger.command.ledger;

import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * The last event of an aggregate's state in memory. It may not be committed yet: the next command decides on it all the
 * same, and is lost with it if it never will be.
 *
 * <p>Used by the thread that holds the aggregate's lock; whether it is lost, by any.
 */
public final class Tip {

    private final AggregateKey aggregate;
    private @Nullable UUID eventId;
    private long version = -1;
    private volatile boolean lost;

    /** Of an aggregate that nothing has happened to yet. */
    public Tip(AggregateKey aggregate) {
        this.aggregate = aggregate;
    }

    /** @param version the event's sequence number */
    public void moveTo(String eventId, long version) {
        this.eventId = UUID.fromString(eventId);
        this.version = version;
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

    /** Says that the state is not what the ledger has: nothing can be decided on it any more. */
    void lose() {
        lost = true;
    }

    public boolean isLost() {
        return lost;
    }
}
