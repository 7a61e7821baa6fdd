package io.cartledger.ledger;

import java.time.Instant;
import java.util.UUID;

/**
 * An event that is in the ledger.
 *
 * @param position place among all events; 1, 2, 3, … in the order in which they were committed, without gaps
 * @param aggregateType what it happened to, for example {@code Cart}
 * @param aggregateId which one
 * @param sequenceNumber place among the events of its aggregate; 0, 1, 2, …
 * @param eventId the event's identity; unlike the sequence number it is never given to another event
 * @param recordedAt the ledger's time; never earlier than that of a lower position
 * @param origin where the command came from that caused it, as JSON; see {@link Origin}
 */
public record Recorded<E>(
        long position,
        String aggregateType,
        String aggregateId,
        long sequenceNumber,
        UUID eventId,
        Instant recordedAt,
        String origin,
        E event) {

    /** The same with the event in another form. */
    public <F> Recorded<F> with(F other) {
        return new Recorded<>(position, aggregateType, aggregateId, sequenceNumber, eventId, recordedAt, origin, other);
    }
}
