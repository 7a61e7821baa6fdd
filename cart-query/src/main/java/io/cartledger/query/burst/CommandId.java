package io.cartledger.query.burst;

import java.time.Instant;
import java.util.UUID;

/**
 * Tells commands on items apart.
 *
 * @param receivedAt when it was received, by the clock of the node that took it
 * @param command tells those apart that were received at once
 */
record CommandId(CartItem item, Instant receivedAt, UUID command) {}
