package io.cartledger.ledger;

import io.cartledger.ledger.Origin.Source;
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

    /**
     * Reads what {@link Origin#toJson} has written.
     *
     * @param open opens what is sealed; nothing is known of a source that cannot be opened
     * @throws tools.jackson.core.JacksonException if it is no origin
     */
    public static RecordedOrigin read(String json, Function<Sealed, Optional<String>> open) {
        Optional<Sealed> closed =
                Sealed.mayBeIn(json) ? LENIENT.readValue(json, Members.class).closed() : Optional.empty();
        Source source = closed.flatMap(open)
                .map(text -> LENIENT.readValue(text, Source.class))
                .orElse(Source.NONE);
        return new RecordedOrigin(
                LENIENT.readValue(json, Origin.class).from(source),
                closed.map(Sealed::subject).orElse(null));
    }

    /** Of the same object: to read it twice takes less than to make a tree of it. */
    private record Members(
            @Nullable JsonNode subject, @Nullable JsonNode sealed) {

        Optional<Sealed> closed() {
            return subject == null || sealed == null ? Optional.empty() : Sealed.of(subject, sealed);
        }
    }
}
