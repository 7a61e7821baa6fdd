package io.cartledger.customer;

import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonValue;
import io.cartledger.cart.FreeText;
import io.cartledger.cart.InvalidValueException;

/** What support notes about a customer, in its own words: 1 to {@value #MAX_LENGTH} characters, in any number of lines. */
public record NoteText(@JsonValue String value) {

    /** The most characters (code points) a note may have. */
    public static final int MAX_LENGTH = 2_000;

    /** @throws InvalidValueException if the text is no note */
    @JsonCreator(mode = JsonCreator.Mode.DELEGATING)
    public NoteText {
        value = FreeText.checked("text", value, MAX_LENGTH, true);
    }

    /** Without the words: this gets into messages and logs. */
    @Override
    public String toString() {
        return "(" + FreeText.length(value) + " characters)";
    }
}
