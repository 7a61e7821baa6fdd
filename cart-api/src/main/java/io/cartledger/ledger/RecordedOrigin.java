package io.cartledger.ledger;

import io.cartledger.ledger.Origin.Source;
import java.util.Optional;
import java.util.UUID;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * The origin of an event that is in the ledger. Earlier builds wrote less of it: what they did not know is null.
 *
 * @param subject names the key that its source is sealed with; null if there is nothing sealed
 */
public record RecordedOrigin(Origin origin, @Nullable UUID subject) {

    /**
     * Reads what {@link Origin#toJson} has written.
     *
     * @param open opens what is sealed; nothing is known of a source that cannot be opened
     * @throws tools.jackson.core.JacksonException if it is no origin
     */
    public static RecordedOrigin read(String json, Function<Sealed, Optional<String>> open) {
        OriginMembers members = OriginMembers.read(json);
        Optional<Sealed> sealed = members.sealed();
        Source source = sealed.flatMap(open).map(OriginMembers::source).orElse(Source.NONE);
        return new RecordedOrigin(
                members.origin(source), sealed.map(Sealed::subject).orElse(null));
    }
}
