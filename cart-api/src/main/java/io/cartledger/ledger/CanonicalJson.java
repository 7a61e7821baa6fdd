package io.cartledger.ledger;

import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;

/**
 * JSON of which there is only one form (RFC 8785), so that equal values have equal bytes and can be hashed. Takes what
 * is hashed so far: flat objects of strings.
 */
public final class CanonicalJson {

    private CanonicalJson() {}

    /** The object with these members, ordered by name in UTF-16 code units (RFC 8785 section 3.2.3). */
    public static String of(Map<String, String> members) {
        return new TreeMap<>(members)
                .entrySet().stream()
                        .map(member -> string(member.getKey()) + ":" + string(member.getValue()))
                        .collect(Collectors.joining(",", "{", "}"));
    }

    /** RFC 8785 section 3.2.2.2: the short escapes where there is one, lower-case hex for other controls. */
    private static String string(String text) {
        var json = new StringBuilder(text.length() + 2).append('"');
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            switch (c) {
                case '"' -> json.append("\\\"");
                case '\\' -> json.append("\\\\");
                case '\b' -> json.append("\\b");
                case '\t' -> json.append("\\t");
                case '\n' -> json.append("\\n");
                case '\f' -> json.append("\\f");
                case '\r' -> json.append("\\r");
                default -> json.append(c < ' ' ? "\\u%04x".formatted((int) c) : String.valueOf(c));
            }
        }
        return json.append('"').toString();
    }
}
