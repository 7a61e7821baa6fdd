package io.cartledger.query.verify;

import io.cartledger.cart.Ticket;
import io.cartledger.ledger.Origin;
import io.cartledger.ledger.RecordedOrigin;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.SequencedMap;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * What is compared of a change: all but what is sealed in the event and may have been erased since, which is address,
 * session, user agent and reason.
 *
 * @param recordedAt in microseconds since 2000, like the other time
 */
record ChangeRow(
        @Nullable String cart,
        @Nullable String customer,
        long version,
        String type,
        long recordedAt,
        @Nullable Long receivedAt,
        @Nullable String channel,
        @Nullable String actorKind,
        @Nullable String actor,
        @Nullable String client,
        @Nullable String requestId,
        @Nullable String correlationId,
        @Nullable UUID causationId,
        @Nullable String idempotencyKey,
        @Nullable String ticket,
        @Nullable UUID subject) {

    /** In the order of {@link #hash}. */
    static final String SQL = """
            select
              position, cart_id, customer, version, type, recorded_at, received_at,
              channel, actor_kind, actor, client, request_id, correlation_id, causation_id, idempotency_key, ticket, subject
            from view_n.change
            """;

    /** That of an event. */
    static ChangeRow of(EventRow row, @Nullable String cart, @Nullable String customer, @Nullable Ticket ticket) {
        RecordedOrigin recorded = row.origin();
        Origin origin = recorded.origin();
        return new ChangeRow(
                cart,
                customer,
                row.sequenceNumber(),
                row.event().type(),
                row.recordedAt(),
                origin.receivedAt() == null ? null : EventRow.microseconds(origin.receivedAt()),
                origin.channel(),
                origin.actorKind(),
                origin.actor(),
                origin.client(),
                origin.requestId(),
                origin.correlationId(),
                origin.causationId(),
                origin.idempotencyKey(),
                ticket == null ? null : ticket.value(),
                recorded.subject());
    }

    /** The next one that is there, whose position has been taken. */
    static ChangeRow read(BinaryRows rows) {
        return new ChangeRow(
                rows.textOrNull(),
                rows.textOrNull(),
                rows.int8(),
                rows.text(),
                rows.int8(),
                rows.int8OrNull(),
                rows.textOrNull(),
                rows.textOrNull(),
                rows.textOrNull(),
                rows.textOrNull(),
                rows.textOrNull(),
                rows.textOrNull(),
                rows.uuidOrNull(),
                rows.textOrNull(),
                rows.textOrNull(),
                rows.uuidOrNull());
    }

    long hash(RowHash hash, long position) {
        return hash.begin()
                .int8(position)
                .text(cart)
                .text(customer)
                .int8(version)
                .text(type)
                .int8(recordedAt)
                .int8OrNull(receivedAt)
                .text(channel)
                .text(actorKind)
                .text(actor)
                .text(client)
                .text(requestId)
                .text(correlationId)
                .uuid(causationId)
                .text(idempotencyKey)
                .text(ticket)
                .uuid(subject)
                .hash();
    }

    /** By the names of the columns. */
    SequencedMap<String, @Nullable Object> columns() {
        var columns = new LinkedHashMap<String, @Nullable Object>();
        columns.put("cart_id", cart);
        columns.put("customer", customer);
        columns.put("version", version);
        columns.put("type", type);
        columns.put("recorded_at", EventRow.instant(recordedAt));
        columns.put("received_at", received());
        columns.put("channel", channel);
        columns.put("actor_kind", actorKind);
        columns.put("actor", actor);
        columns.put("client", client);
        columns.put("request_id", requestId);
        columns.put("correlation_id", correlationId);
        columns.put("causation_id", causationId);
        columns.put("idempotency_key", idempotencyKey);
        columns.put("ticket", ticket);
        columns.put("subject", subject);
        return columns;
    }

    private @Nullable Instant received() {
        return receivedAt == null ? null : EventRow.instant(receivedAt);
    }
}
