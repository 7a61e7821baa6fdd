package io.cartledger.ledger;

import io.cartledger.ledger.Origin.Source;
import java.time.Instant;
import java.util.Optional;
import java.util.UUID;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.DeserializationFeature;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/**
 * The origin of an event that is in the ledger. Earlier builds wrote less of it: what they did not know is null.
 *
 * @param subject names the key that its source is sealed with; null if there is nothing sealed
 */
public record RecordedOrigin(Origin origin, @Nullable UUID subject) {

    // An origin explains an event and decides nothing: what later builds add to it stops nobody.
    private static final JsonMapper LENIENT = LedgerJson.MAPPER
            .rebuild()
            .disable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES)
            .build();

    /** As it is stored: what is sealed stands for the source. */
    private record Stored(
            String channel,
            Instant receivedAt,
            String actorKind,
            String actor,
            @Nullable String client,
            @Nullable String requestId,
            @Nullable String correlationId,
            @Nullable UUID causationId,
            @Nullable String traceparent,
            @Nullable JsonNode subject,
            @Nullable JsonNode sealed) {

        Origin from(Source source) {
            return new Origin(
                    channel,
                    receivedAt,
                    actorKind,
                    actor,
                    client,
                    requestId,
                    correlationId,
                    causationId,
                    traceparent,
                    source);
        }
    }

    /**
     * Reads what {@link Origin#toJson} has written.
     *
     * @param open opens what is sealed; nothing is known of a source that cannot be opened
     * @throws tools.jackson.core.JacksonException if it is no origin
     */
    public static RecordedOrigin read(String json, Function<Sealed, Optional<String>> open) {
        Stored stored = LENIENT.readValue(json, Stored.class);
        Optional<Sealed> closed = Sealed.of(stored.subject(), stored.sealed());
        Source source = closed.flatMap(open)
                .map(text -> LENIENT.readValue(text, Source.class))
                .orElse(Source.NONE);
        return new RecordedOrigin(
                stored.from(source), closed.map(Sealed::subject).orElse(null));
    }
}
