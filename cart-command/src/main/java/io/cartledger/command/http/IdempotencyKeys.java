package io.cartledger.command.http;

import io.cartledger.http.MalformedHeaderException;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Reads the header {@code Idempotency-Key} (draft-ietf-httpapi-idempotency-key-header-07): a string of structured fields
 * (RFC 9651 section 3.3.3), in quotes. Without quotes it is taken as well where it is letters, digits and {@code
 * ._:/+=-}, because that is how most clients send it.
 */
final class IdempotencyKeys {

    static final String HEADER = "Idempotency-Key";

    /** The most characters that a key may have. */
    static final int MAX_LENGTH = 128;

    private static final int MAX_HEADER_LENGTH =
            2 * MAX_LENGTH + 2; // each character behind a backslash, and the quotes

    private static final Pattern STRING =
            Pattern.compile("\"((?:[\\x20-\\x21\\x23-\\x5b\\x5d-\\x7e]|\\\\[\"\\\\])*+)\"");
    private static final Pattern ESCAPED = Pattern.compile("\\\\(.)");
    private static final Pattern BARE = Pattern.compile("[A-Za-z0-9._:/+=-]+");

    private IdempotencyKeys() {}

    /** @throws MalformedHeaderException if it is not one key of 1 to {@value #MAX_LENGTH} characters */
    static String parse(String header) {
        String value = header.strip();
        String key = value.length() > MAX_HEADER_LENGTH ? "" : read(value);
        if (key.isEmpty() || key.length() > MAX_LENGTH) {
            throw new MalformedHeaderException(
                    HEADER,
                    "must be one string of 1 to " + MAX_LENGTH
                            + " characters in quotes, for example \"8e03978e-40d5-43e8-bc93-6894a57f9324\"",
                    header);
        }
        return key;
    }

    private static String read(String value) {
        Matcher string = STRING.matcher(value);
        if (string.matches()) {
            return ESCAPED.matcher(string.group(1)).replaceAll("$1");
        }
        return BARE.matcher(value).matches() ? value : "";
    }
}
