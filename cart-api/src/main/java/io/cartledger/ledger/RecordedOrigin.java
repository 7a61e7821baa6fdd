package io.cartledger.ledger;

import io.cartledger.ledger.Origin.Source;
import java.util.Optional;
import java.util.UUID;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.DeserializationFeature;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

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
        var members = (ObjectNode) LENIENT.readTree(json);
        Optional<Sealed> closed = Sealed.of(members);
        Source source = closed.flatMap(open)
                .map(text -> LENIENT.readValue(text, Source.class))
                .orElse(Source.NONE);
        members.set(Origin.SOURCE, LENIENT.valueToTree(source));
        return new RecordedOrigin(
                LENIENT.treeToValue(members, Origin.class),
                closed.map(Sealed::subject).orElse(null));
    }
}
