package io.cartledger.cart;

import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonValue;
import java.util.regex.Pattern;

/** The case in the shop's help desk that explains a change: 1 to {@value #MAX_LENGTH} of {@code [A-Za-z0-9._/#:-]}. */
public record Ticket(@JsonValue String value) {

    /** The most characters a ticket may have. */
    public static final int MAX_LENGTH = 64;

    private static final Pattern ALLOWED = Pattern.compile("[A-Za-z0-9._/#:-]{1," + MAX_LENGTH + "}");

    /** @throws InvalidValueException if the text is no ticket */
    @JsonCreator(mode = JsonCreator.Mode.DELEGATING)
    public Ticket {
        if (!ALLOWED.matcher(value).matches()) {
            throw new InvalidValueException(
                    "ticket", "must be 1 to " + MAX_LENGTH + " of A-Z a-z 0-9 . _ / # : -", value);
        }
    }

    @Override
    public String toString() {
        return value;
    }
}
