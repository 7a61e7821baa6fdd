package io.cartledger.command.ledger;

import java.time.Instant;

/**
 * The ledger's word that an append is committed.
 *
 * @param position of its last event
 * @param recordedAt the ledger's time
 */
public record Receipt(long position, Instant recordedAt) {}
