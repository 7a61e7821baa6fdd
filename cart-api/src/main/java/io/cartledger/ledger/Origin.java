package io.cartledger.ledger;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * Where a command came from; recorded with every event that it caused.
 *
 * @param channel the way in, for example {@code api}
 * @param receivedAt when the first node that saw the command received it, by that node's clock
 * @param actorKind in what capacity somebody acted, for example {@code support}
 * @param actor who acted, among their kind
 * @param requestId names the request in answers and logs, or null where there was none
 * @param traceparent the request's place in a distributed trace (W3C Trace Context), or null if it came without
 */
public record Origin(
        String channel,
        Instant receivedAt,
        String actorKind,
        String actor,
        @Nullable String requestId,
        @Nullable String traceparent) {

    /** Of what a part of this service does on its own. */
    public static Origin system(String part, Instant at) {
        return new Origin("system", at, "system", part, null, null);
    }

    /** As the ledger stores it. */
    public String toJson() {
        return LedgerJson.MAPPER.writeValueAsString(this);
    }
}
