package io.cartledger.cart;

import org.jspecify.annotations.Nullable;

/**
 * Says that a value cannot exist as given: which one, what was wrong with it, and what would be right. The message is
 * meant for whoever sent the value.
 */
public final class InvalidValueException extends IllegalArgumentException {

    private static final long serialVersionUID = 1L;
    private static final int SHOWN_CHARACTERS = 40;

    private final String field;
    private final String said;

    /**
     * @param field the name of the value as its sender knows it, for example {@code quantity}
     * @param rule what holds for it, for example {@code must be 1 to 999}
     * @param was the value as given, or null for none; it is shown bounded, with everything but printable ASCII escaped
     */
    public InvalidValueException(String field, String rule, @Nullable Object was) {
        this(field, was == null ? rule : rule + ", was " + shown(was));
    }

    private InvalidValueException(String field, String said) {
        super(field + " " + said);
        this.field = field;
        this.said = said;
    }

    /** The same about a value that its sender knows under another name, for example as part of a list. */
    public InvalidValueException of(String otherField) {
        return new InvalidValueException(otherField, said);
    }

    /** The name of the value as its sender knows it. */
    public String field() {
        return field;
    }

    private static String shown(@Nullable Object was) {
        return was instanceof CharSequence text ? '"' + bounded(text) + '"' : bounded(String.valueOf(was));
    }

    /** Cut off and escaped, so that no value can forge a log line or flood an answer. */
    private static String bounded(CharSequence text) {
        var shown = new StringBuilder();
        for (int i = 0; i < Math.min(text.length(), SHOWN_CHARACTERS); i++) {
            char c = text.charAt(i);
            if (c >= ' ' && c < 0x7f) {
                shown.append(c);
            } else {
                shown.append("\\u%04x".formatted((int) c));
            }
        }
        if (text.length() > SHOWN_CHARACTERS) {
            shown.append("… (").append(text.length()).append(" characters)");
        }
        return shown.toString();
    }
}
