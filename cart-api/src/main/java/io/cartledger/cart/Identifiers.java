package io.cartledger.cart;

/**
 * Checks the characters of identifiers one by one: every event that is folded has several, and a regular expression takes
 * many times as long.
 */
final class Identifiers {

    private Identifiers() {}

    /** Whether the text is 1 to so many characters, each a letter or a digit of ASCII or one of these others. */
    static boolean isOf(String text, String others, int maxLength) {
        if (text.isEmpty() || text.length() > maxLength) {
            return false;
        }
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            if (!isLetterOrDigit(c) && others.indexOf(c) < 0) {
                return false;
            }
        }
        return true;
    }

    private static boolean isLetterOrDigit(char c) {
        return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9');
    }
}
