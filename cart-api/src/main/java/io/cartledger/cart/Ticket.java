package io.cartledger.cart;

import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonValue;

/** The case in the shop's help desk that explains a change: 1 to {@value #MAX_LENGTH} of {@code [A-Za-z0-9._/#:-]}. */
public record Ticket(@JsonValue String value) {

    /** The most characters a ticket may have. */
    public static final int MAX_LENGTH = 64;

    private static final String OTHERS = "._/#:-"; // than letters and digits

    /** @throws InvalidValueException if the text is no ticket */
    @JsonCreator(mode = JsonCreator.Mode.DELEGATING)
    public Ticket {
        if (!Identifiers.isOf(value, OTHERS, MAX_LENGTH)) {
            throw new InvalidValueException(
                    "ticket", "must be 1 to " + MAX_LENGTH + " of A-Z a-z 0-9 . _ / # : -", value);
        }
    }

    @Override
    public String toString() {
        return value;
    }
}
