package io.cartledger.ledger;

import com.fasterxml.jackson.annotation.JsonIgnoreProperties;
import java.time.Instant;
import java.util.UUID;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.json.JsonMapper;

/**
 * Where a command came from; recorded with every event that it caused.
 *
 * @param channel the way in: {@code api}, {@code legacy}, {@code support} or {@code system}
 * @param receivedAt when the first node that saw the command received it, by that node's clock
 * @param actorKind in what capacity somebody acted, for example {@code support}
 * @param actor who acted, among their kind
 * @param client the software that sent the command for them, as it has authenticated itself, or null if it has not
 * @param requestId names the request in answers and logs, or null where there was none
 * @param correlationId the same for everything that belongs together: the distributed trace, else the request
 * @param causationId the command itself: the same for all events that it caused, and no others
 * @param idempotencyKey the key that the command came with, or null; among those of whoever sent it
 * @param traceparent the request's place in a distributed trace (W3C Trace Context), or null if it came without
 * @param source what tells of the person; sealed in the ledger
 */
public record Origin(
        String channel,
        Instant receivedAt,
        String actorKind,
        String actor,
        @Nullable String client,
        @Nullable String requestId,
        @Nullable String correlationId,
        @Nullable UUID causationId,
        @Nullable String idempotencyKey,
        @Nullable String traceparent,
        Source source) {

    static final String SOURCE = "source";

    private static final JsonMapper WITHOUT_SOURCE = LedgerJson.MAPPER
            .rebuild()
            .addMixIn(Origin.class, SourceIgnored.class)
            .build();

    @JsonIgnoreProperties(SOURCE)
    private interface SourceIgnored {}

    /**
     * From where a person sent a command; each null if it is not known, or no longer because the person was erased.
     *
     * @param ip the address that the request came from
     * @param session among the sessions of browsers and apps
     * @param userAgent what the browser or app says that it is
     */
    public record Source(
            @Nullable String ip,
            @Nullable String session,
            @Nullable String userAgent) {

        /** Nothing is known. */
        public static final Source NONE = new Source(null, null, null);
    }

    /** Of what a part of this service does on its own; each a command of its own. */
    public static Origin system(String part, Instant at) {
        return new Origin("system", at, "system", part, null, null, null, UUID.randomUUID(), null, null, Source.NONE);
    }

    /** The same of a command with this key. */
    public Origin withKey(String key) {
        return new Origin(
                channel,
                receivedAt,
                actorKind,
                actor,
                client,
                requestId,
                correlationId,
                causationId,
                key,
                traceparent,
                source);
    }

    /**
     * As the ledger stores it.
     *
     * @param seal seals the source, if there is anything in it
     */
    public String toJson(Function<String, Sealed> seal) {
        String members = WITHOUT_SOURCE.writeValueAsString(this);
        if (source.equals(Source.NONE)) {
            return members;
        }
        String closed = LedgerJson.MAPPER.writeValueAsString(seal.apply(LedgerJson.MAPPER.writeValueAsString(source)));
        // The members of both objects; every event has its origin written down, which is not worth a tree.
        return members.substring(0, members.length() - 1) + "," + closed.substring(1);
    }
}
