package io.cartledger.cart;

import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonValue;

/** Why somebody changed a cart in an unusual way, in their own words: one line of 1 to {@value #MAX_LENGTH} characters. */
public record Reason(@JsonValue String value) {

    /** The most characters (code points) a reason may have. */
    public static final int MAX_LENGTH = 500;

    /** @throws InvalidValueException if the text is no reason */
    @JsonCreator(mode = JsonCreator.Mode.DELEGATING)
    public Reason {
        value = FreeText.checked("reason", value, MAX_LENGTH, false);
    }

    /** Without the words: this gets into messages and logs. */
    @Override
    public String toString() {
        return "(" + FreeText.length(value) + " characters)";
    }
}
