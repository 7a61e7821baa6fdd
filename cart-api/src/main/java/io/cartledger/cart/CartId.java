package io.cartledger.cart;

import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonValue;
import java.util.Set;

/**
 * A cart's identifier: 1 to {@value #MAX_LENGTH} characters of {@code [A-Za-z0-9_-]}, and none of the words that stand
 * in a cart's place in a route.
 */
public record CartId(@JsonValue String value) {

    /** The most characters a cart identifier may ever have. */
    public static final int MAX_LENGTH = 64;

    private static final String OTHERS = "_-"; // than letters and digits
    private static final Set<String> ROUTES = Set.of("as-of");

    /** @throws InvalidValueException if the text is no cart identifier */
    @JsonCreator(mode = JsonCreator.Mode.DELEGATING)
    public CartId {
        if (!Identifiers.isOf(value, OTHERS, MAX_LENGTH)) {
            throw new InvalidValueException("cartId", "must be 1 to " + MAX_LENGTH + " of A-Z a-z 0-9 _ -", value);
        }
        if (ROUTES.contains(value)) {
            throw new InvalidValueException("cartId", "must not be one of the reserved words " + ROUTES, value);
        }
    }

    @Override
    public String toString() {
        return value;
    }
}
