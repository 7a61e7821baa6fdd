package io.cartledger.cart;

import java.nio.charset.StandardCharsets;

/** What holds for text that people write in their own words. It may be about people, so no message repeats it. */
public final class FreeText {

    private FreeText() {}

    /**
     * @param field the name of the value as its sender knows it
     * @param most the most characters (code points) that it may have
     * @param lines whether it may have more than one line
     * @return the text
     * @throws InvalidValueException if it is blank or too long, or has characters that no text has
     */
    public static String checked(String field, String text, int most, boolean lines) {
        int length = length(text);
        if (length > most) {
            throw new InvalidValueException(field, "must have at most " + most + " characters", length);
        }
        if (text.isBlank()) {
            throw new InvalidValueException(field, "must not be blank", null);
        }
        if (text.chars().anyMatch(c -> Character.isISOControl(c) && !(lines && isLineBreak(c)))) {
            throw new InvalidValueException(
                    field, "must be text without control characters" + (lines ? ", but for line breaks" : ""), null);
        }
        if (!StandardCharsets.UTF_8.newEncoder().canEncode(text)) {
            throw new InvalidValueException(field, "must be text: it has half a character", null);
        }
        return text;
    }

    /** In code points. */
    public static int length(String text) {
        return text.codePointCount(0, text.length());
    }

    private static boolean isLineBreak(int character) {
        return character == '\n' || character == '\r';
    }
}
