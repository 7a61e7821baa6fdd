package io.cartledger.query.history;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonPropertyOrder;
import io.cartledger.query.history.ChangeEntry.Actor;
import io.cartledger.query.ledger.RecordedRefusal;
import org.jspecify.annotations.Nullable;

/**
 * A refusal or a replay as answers show it. What is not known is left out.
 *
 * @param code why: the code of the problem that was answered; or {@code replayed}
 * @param status of the answer
 * @param method of the request
 * @param route the route, with names in the place of values
 * @param cartId the cart that was named
 * @param itemId the item that was named
 * @param sku the SKU that was to be added, as it was sent
 * @param client the software that sent it
 * @param requestId names the request in its answer and in the access log
 */
@JsonInclude(JsonInclude.Include.NON_NULL)
@JsonPropertyOrder({"code", "status", "method", "route", "cartId", "itemId", "sku", "actor", "client", "requestId"})
public record RefusalEntry(
        String code,
        int status,
        String method,
        @Nullable String route,
        @Nullable String cartId,
        @Nullable String itemId,
        @Nullable String sku,
        @Nullable Actor actor,
        @Nullable String client,
        String requestId) {

    static RefusalEntry of(RecordedRefusal refusal) {
        @Nullable String kind = refusal.actorKind();
        @Nullable String actor = refusal.actor();
        return new RefusalEntry(
                refusal.code(),
                refusal.status(),
                refusal.method(),
                refusal.route(),
                refusal.cartId(),
                refusal.itemId(),
                refusal.sku(),
                kind == null || actor == null ? null : new Actor(kind, actor),
                refusal.client(),
                refusal.requestId());
    }
}
