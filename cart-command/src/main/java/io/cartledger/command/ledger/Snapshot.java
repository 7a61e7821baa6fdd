package io.cartledger.command.ledger;

import java.util.UUID;

/**
 * A state that may be kept once it is committed.
 *
 * @param version sequence number of the last event in it
 * @param eventId that event
 * @param state immutable; see {@link States}
 */
record Snapshot(AggregateKey aggregate, long version, UUID eventId, Object state) {}
