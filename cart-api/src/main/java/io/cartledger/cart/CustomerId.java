package io.cartledger.cart;

import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonValue;

/** A customer's identifier as the shop knows it: 1 to {@value #MAX_LENGTH} characters of {@code [A-Za-z0-9._@:-]}. */
public record CustomerId(@JsonValue String value) implements Owner {

    /** The most characters a customer identifier may have. */
    public static final int MAX_LENGTH = 64;

    private static final String OTHERS = "._@:-"; // than letters and digits

    /** @throws InvalidValueException if the text is no customer identifier */
    @JsonCreator(mode = JsonCreator.Mode.DELEGATING)
    public CustomerId {
        if (!Identifiers.isOf(value, OTHERS, MAX_LENGTH)) {
            throw new InvalidValueException(
                    "customer", "must be 1 to " + MAX_LENGTH + " of A-Z a-z 0-9 . _ @ : -", value);
        }
    }

    @Override
    public String key() {
        return "customer/" + value;
    }

    @Override
    public String toString() {
        return value;
    }
}
