package io.cartledger.cart;

import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonValue;

/** Somebody who has not said who they are: 1 to {@value #MAX_LENGTH} characters of {@code [A-Za-z0-9_-]}. */
public record GuestId(@JsonValue String value) implements Owner {

    /** The most characters a guest identifier may have. */
    public static final int MAX_LENGTH = 64;

    private static final String OTHERS = "_-"; // than letters and digits

    /** @throws InvalidValueException if the text is no guest identifier */
    @JsonCreator(mode = JsonCreator.Mode.DELEGATING)
    public GuestId {
        if (!Identifiers.isOf(value, OTHERS, MAX_LENGTH)) {
            throw new InvalidValueException("guest", "must be 1 to " + MAX_LENGTH + " of A-Z a-z 0-9 _ -", value);
        }
    }

    @Override
    public String key() {
        return "guest/" + value;
    }

    @Override
    public String toString() {
        return value;
    }
}
