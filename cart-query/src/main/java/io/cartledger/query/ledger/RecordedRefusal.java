package io.cartledger.query.ledger;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * A command that was refused or replayed, as the ledger notes it. What was not known then is null.
 *
 * @param id tells it apart from all others; says nothing of their order
 * @param receivedAt when the request came in, by the clock of the node that took it
 * @param code why: the problem's code; or {@value #REPLAYED}
 * @param status of the answer
 * @param method of the request
 * @param route with names in the place of values
 * @param cartId the cart that the request or its answer named; it need not exist
 * @param itemId the item that the path named; it need not exist
 * @param sku the SKU that was to be added, as it was sent
 * @param actorKind in what capacity the caller acted
 * @param actor who it was, among their kind
 * @param client the software that sent it for them
 * @param requestId names the request in its answer and in the access log
 */
public record RecordedRefusal(
        long id,
        Instant receivedAt,
        String code,
        int status,
        String method,
        @Nullable String route,
        @Nullable String cartId,
        @Nullable String itemId,
        @Nullable String sku,
        @Nullable String actorKind,
        @Nullable String actor,
        @Nullable String client,
        String requestId) {

    /** The code of a command that was sent again with its key, and answered as before. */
    public static final String REPLAYED = "replayed";

    /** Whether it was not refused, but answered as before. */
    public boolean isReplay() {
        return code.equals(REPLAYED);
    }
}
