package io.cartledger.query.burst;

import com.fasterxml.jackson.annotation.JsonIgnore;
import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonPropertyOrder;
import java.time.Instant;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * A burst as answers show it. What is not known, or not for the caller, is left out.
 *
 * @param burst its number, which is not shown: where a late command joins two bursts, one of the numbers is gone
 * @param cartId the cart; where all was refused it need not exist
 * @param itemId the item; likewise
 * @param customer whose cart it was, or who sent the first command
 * @param beganAt when the first command was received, by the clock of the node that took it
 * @param endedAt when the last one was
 * @param millis from the first to the last
 * @param count how many commands there were
 * @param changed how many of them changed the item
 * @param refused how many were refused
 * @param replayed how many had been sent before with the same key, and were answered as before
 * @param commands the first {@value BurstCommandTable#MOST_COMMANDS} of them, in the order in which they were received
 */
@JsonInclude(JsonInclude.Include.NON_NULL)
@JsonPropertyOrder({
    "cartId",
    "itemId",
    "sku",
    "customer",
    "beganAt",
    "endedAt",
    "millis",
    "count",
    "changed",
    "refused",
    "replayed",
    "commands"
})
public record FoundBurst(
        @JsonIgnore long burst,
        String cartId,
        String itemId,
        String sku,
        @Nullable String customer,
        Instant beganAt,
        Instant endedAt,
        double millis,
        int count,
        int changed,
        int refused,
        int replayed,
        List<FoundCommand> commands) {

    FoundBurst with(List<FoundCommand> found) {
        return new FoundBurst(
                burst, cartId, itemId, sku, customer, beganAt, endedAt, millis, count, changed, refused, replayed,
                found);
    }

    /**
     * One of its commands.
     *
     * @param offsetMillis after the first one
     * @param outcome {@code changed}, {@code replayed} or {@code refused}
     * @param code the problem's, if it was refused
     * @param version the cart's, after the first change that it made of the item
     * @param channel the way in: {@code api}, {@code legacy}, {@code support} or {@code system}
     * @param client the software that sent it
     * @param commandId the same for all changes that it has made
     * @param idempotencyKey the key that it came with
     * @param ip the address that it came from; personal, like what follows
     * @param ipHashed whether a keyed hash of the address is all that was written down
     * @param sessionHashed the same of the session
     */
    @JsonInclude(JsonInclude.Include.NON_NULL)
    @JsonPropertyOrder({
        "offsetMillis",
        "receivedAt",
        "outcome",
        "code",
        "version",
        "channel",
        "actor",
        "client",
        "requestId",
        "commandId",
        "idempotencyKey",
        "ip",
        "ipHashed",
        "session",
        "sessionHashed",
        "userAgent"
    })
    public record FoundCommand(
            double offsetMillis,
            Instant receivedAt,
            String outcome,
            @Nullable String code,
            @Nullable Long version,
            @Nullable String channel,
            @Nullable Sender actor,
            @Nullable String client,
            @Nullable String requestId,
            @Nullable UUID commandId,
            @Nullable String idempotencyKey,
            @Nullable String ip,
            @Nullable Boolean ipHashed,
            @Nullable String session,
            @Nullable Boolean sessionHashed,
            @Nullable String userAgent) {}

    /**
     * Who sent a command.
     *
     * @param kind in what capacity, for example {@code support}
     * @param id who, among their kind
     */
    @JsonPropertyOrder({"kind", "id"})
    public record Sender(String kind, String id) {}
}
