package io.cartledger.command.ledger;

import io.cartledger.ledger.EventCodec.Written;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * What was read of an aggregate.
 *
 * @param snapshot in place of the events up to its version, or null
 * @param ignoredSnapshot whether there was one that is of no use
 * @param events in order
 * @param isAll whether there were no more when they were read
 */
record Loaded(@Nullable Kept snapshot, boolean ignoredSnapshot, List<Event> events, boolean isAll) {

    /**
     * A snapshot whose last event is in the ledger.
     *
     * @param version that event's sequence number
     * @param state as JSON
     */
    record Kept(long version, UUID eventId, String state) {}

    /** As it is stored; what is sealed in it stays so, because no fold depends on it. */
    record Event(long sequenceNumber, UUID eventId, Written written) {}
}
