package io.cartledger.ledger;

import io.cartledger.ledger.Origin.Source;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.Optional;
import java.util.UUID;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JsonParser;
import tools.jackson.core.JsonToken;
import tools.jackson.core.exc.StreamReadException;
import tools.jackson.databind.DeserializationFeature;
import tools.jackson.databind.json.JsonMapper;

/**
 * The members of an origin's JSON, read one by one: every event that is folded, followed or verified has one, and to bind
 * it takes twice as long. An origin explains an event and decides nothing, so what later builds add to it is passed over.
 */
final class OriginMembers {

    private static final JsonMapper LENIENT = LedgerJson.MAPPER
            .rebuild()
            .disable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES)
            .build();

    private @Nullable String channel;
    private @Nullable Instant receivedAt;
    private @Nullable String actorKind;
    private @Nullable String actor;
    private @Nullable String client;
    private @Nullable String requestId;
    private @Nullable String correlationId;
    private @Nullable UUID causationId;
    private @Nullable String idempotencyKey;
    private @Nullable String traceparent;
    private @Nullable String subject;
    private @Nullable String sealed;

    private OriginMembers() {}

    /** @throws tools.jackson.core.JacksonException if it is no origin */
    static OriginMembers read(String json) {
        var members = new OriginMembers();
        try (JsonParser in = LENIENT.createParser(json)) {
            if (in.nextToken() != JsonToken.START_OBJECT) {
                throw new StreamReadException(in, "An origin is an object");
            }
            for (String name = in.nextName(); name != null; name = in.nextName()) {
                in.nextToken();
                members.take(name, in);
            }
        }
        return members;
    }

    private void take(String name, JsonParser in) {
        switch (name) {
            case "channel" -> channel = text(in);
            case "receivedAt" -> receivedAt = value(in, Instant::parse);
            case "actorKind" -> actorKind = text(in);
            case "actor" -> actor = text(in);
            case "client" -> client = text(in);
            case "requestId" -> requestId = text(in);
            case "correlationId" -> correlationId = text(in);
            case "causationId" -> causationId = value(in, UUID::fromString);
            case "idempotencyKey" -> idempotencyKey = text(in);
            case "traceparent" -> traceparent = text(in);
            case "subject" -> subject = textIfAny(in);
            case "sealed" -> sealed = textIfAny(in);
            default -> in.skipChildren();
        }
    }

    private static @Nullable String text(JsonParser in) {
        return switch (in.currentToken()) {
            case VALUE_STRING -> in.getString();
            case VALUE_NULL -> null;
            default -> throw new StreamReadException(in, "The member " + in.currentName() + " is a text");
        };
    }

    private static <T> @Nullable T value(JsonParser in, Function<String, T> parse) {
        String text = text(in);
        try {
            return text == null ? null : parse.apply(text);
        } catch (DateTimeException | IllegalArgumentException e) {
            throw new StreamReadException(in, "The member " + in.currentName() + " has no such value", e);
        }
    }

    /** What is sealed may have been damaged, and then nobody opens it: the origin is one all the same. */
    private static @Nullable String textIfAny(JsonParser in) {
        if (in.currentToken() == JsonToken.VALUE_STRING) {
            return in.getString();
        }
        in.skipChildren();
        return null;
    }

    /** What is sealed in it; empty if nothing is. */
    Optional<Sealed> sealed() {
        return subject == null || sealed == null ? Optional.empty() : Sealed.of(subject, sealed);
    }

    /** @param text what has been sealed */
    static Source source(String text) {
        return LENIENT.readValue(text, Source.class);
    }

    /** The origin, in which is null what an earlier build has not written. */
    @SuppressWarnings("NullAway") // which earlier builds did not write, the others do
    Origin origin(Source source) {
        return new Origin(
                channel,
                receivedAt,
                actorKind,
                actor,
                client,
                requestId,
                correlationId,
                causationId,
                idempotencyKey,
                traceparent,
                source);
    }
}
