package io.cartledger.server.http;

import org.jspecify.annotations.Nullable;

/** Values that may be as a caller sent them, made fit for a log and a table: cut, and with nothing in them that harms. */
final class Printable {

    private Printable() {}

    /** @param longest most characters that are left of it */
    static @Nullable String of(@Nullable Object value, int longest) {
        if (value == null) {
            return null;
        }
        String printable = value.toString().replaceAll("[^\\x21-\\x7e]", "?");
        return printable.length() > longest ? printable.substring(0, longest) : printable;
    }
}
