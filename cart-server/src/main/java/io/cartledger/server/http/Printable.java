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
        String text = value.toString();
        int end = Math.min(text.length(), longest);
        for (int i = 0; i < end; i++) {
            if (!isPrintable(text.charAt(i))) {
                return replaced(text.substring(0, end));
            }
        }
        return text.substring(0, end);
    }

    private static String replaced(String text) {
        var printable = new StringBuilder(text);
        for (int i = 0; i < text.length(); i++) {
            if (!isPrintable(text.charAt(i))) {
                printable.setCharAt(i, '?');
            }
        }
        return printable.toString();
    }

    private static boolean isPrintable(char c) {
        return c > ' ' && c <= '~';
    }
}
