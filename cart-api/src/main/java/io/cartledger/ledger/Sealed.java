package io.cartledger.ledger;

import java.util.Optional;
import java.util.UUID;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import tools.jackson.databind.JsonNode;

/**
 * A text that only its subject's key opens, as it stands in the ledger's JSON.
 *
 * @param subject names the key, and so nobody whom one could recognise
 * @param sealed the text, encrypted, in base64
 */
public record Sealed(UUID subject, String sealed) {

    private static final String SUBJECT = "subject";
    private static final String SEALED = "sealed";
    private static final Pattern KEY =
            Pattern.compile('"' + SUBJECT + "\"\\s*:\\s*\"(\\p{XDigit}{8}(?:-\\p{XDigit}{4}){3}-\\p{XDigit}{12})\"");

    /** Whether JSON may hold any: a quick no for nearly all of it. */
    static boolean mayBeIn(String json) {
        return json.contains('"' + SEALED + '"');
    }

    /** The names of keys that opening what is in JSON may take: all of them, perhaps with others. */
    public static Stream<UUID> keysIn(String json) {
        return mayBeIn(json) ? KEY.matcher(json).results().map(key -> UUID.fromString(key.group(1))) : Stream.empty();
    }

    /** The one that these members are; empty if they are none. */
    static Optional<Sealed> of(JsonNode json) {
        JsonNode subject = json.path(SUBJECT);
        JsonNode sealed = json.path(SEALED);
        return subject.isString() && sealed.isString()
                ? of(subject.stringValue(), sealed.stringValue())
                : Optional.empty();
    }

    /** Likewise. */
    static Optional<Sealed> of(String subject, String sealed) {
        try {
            return Optional.of(new Sealed(UUID.fromString(subject), sealed));
        } catch (IllegalArgumentException e) {
            return Optional.empty(); // somebody has changed the name of the key, so there is none
        }
    }
}
