package io.cartledger.command.refusal;

import io.cartledger.cart.Caller;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * A command that was refused, or replayed. All text is bounded and printable: much of it is as the caller sent it.
 *
 * @param receivedAt when the request came in
 * @param code why: the problem's code, or {@value #REPLAYED}; one of few
 * @param status of the answer
 * @param method of the request
 * @param route with names in the place of values, or null if none was looked for
 * @param cartId the cart that was named, or null
 * @param itemId the item that was named, or null
 * @param sku the SKU that was to be added, or null
 * @param caller who it was, or null if that is not known
 * @param client the application that the caller used, or null
 * @param ip the caller's address; only its hash is written down
 * @param session the id of the caller's session, or null; likewise
 * @param requestId the request's name
 */
public record RefusedCommand(
        Instant receivedAt,
        String code,
        int status,
        String method,
        @Nullable String route,
        @Nullable String cartId,
        @Nullable String itemId,
        @Nullable String sku,
        @Nullable Caller caller,
        @Nullable String client,
        String ip,
        @Nullable String session,
        String requestId) {

    /** The code of a command that was sent again with its key, and answered as before. */
    public static final String REPLAYED = "replayed";
}
