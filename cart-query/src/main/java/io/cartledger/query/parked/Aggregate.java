package io.cartledger.query.parked;

import io.cartledger.ledger.Recorded;

/**
 * What events happen to.
 *
 * @param type as in the ledger, for example {@code Cart}
 * @param id which one
 */
public record Aggregate(String type, String id) {

    /** The one that an event has happened to. */
    public static Aggregate of(Recorded<?> recorded) {
        return new Aggregate(recorded.aggregateType(), recorded.aggregateId());
    }
}
