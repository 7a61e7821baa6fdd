package io.cartledger.query.history;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonPropertyOrder;
import java.time.Instant;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * A change as answers show it. What is not known, or not for the caller, is left out.
 *
 * @param cartId which cart has changed; left out for a customer's file
 * @param customer whose cart it was after the change, or whose file
 * @param version the version that the change has made
 * @param type the event's type, for example {@code ItemAdded}
 * @param recordedAt when, by the ledger's time
 * @param receivedAt when the first node received the command, by its clock
 * @param channel the way in: {@code api}, {@code legacy}, {@code support} or {@code system}
 * @param client the software that sent the command
 * @param correlationId the same for everything that belongs together
 * @param commandId the same for all changes that one command has made
 * @param idempotencyKey the key that the command came with
 * @param ticket what it is about in the shop's help desk
 * @param reason why support has made it, in their words; personal
 * @param ip the address that the command came from; personal, like what follows
 * @param lines the lines that it has made other than they were, in the order of their items' identifiers
 */
@JsonInclude(JsonInclude.Include.NON_NULL)
@JsonPropertyOrder({
    "cartId",
    "customer",
    "version",
    "type",
    "recordedAt",
    "receivedAt",
    "channel",
    "actor",
    "client",
    "requestId",
    "correlationId",
    "commandId",
    "idempotencyKey",
    "ticket",
    "reason",
    "ip",
    "session",
    "userAgent",
    "lines"
})
public record ChangeEntry(
        @Nullable String cartId,
        @Nullable String customer,
        long version,
        String type,
        Instant recordedAt,
        @Nullable Instant receivedAt,
        @Nullable String channel,
        @Nullable Actor actor,
        @Nullable String client,
        @Nullable String requestId,
        @Nullable String correlationId,
        @Nullable UUID commandId,
        @Nullable String idempotencyKey,
        @Nullable String ticket,
        @Nullable String reason,
        @Nullable String ip,
        @Nullable String session,
        @Nullable String userAgent,
        List<ChangedLine> lines) {

    /**
     * Who sent a command.
     *
     * @param kind in what capacity, for example {@code support}
     * @param id who, among their kind
     */
    @JsonPropertyOrder({"kind", "id"})
    public record Actor(String kind, String id) {}

    /**
     * A line that is other than it was.
     *
     * @param before units; 0 if there was none
     * @param after units; 0 if there is none any more
     */
    @JsonPropertyOrder({"itemId", "sku", "before", "after"})
    public record ChangedLine(String itemId, String sku, int before, int after) {}
}
