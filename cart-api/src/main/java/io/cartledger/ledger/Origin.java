package io.cartledger.ledger;

import java.time.Instant;

/**
 * Where a command came from; recorded with every event that it caused.
 *
 * @param channel the way in, for example {@code api}
 * @param receivedAt when the first node that saw the command received it, by that node's clock
 */
public record Origin(String channel, Instant receivedAt) {

    /** As the ledger stores it. */
    public String toJson() {
        return LedgerJson.MAPPER.writeValueAsString(this);
    }
}
