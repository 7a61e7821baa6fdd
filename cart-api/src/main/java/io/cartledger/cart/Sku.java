package io.cartledger.cart;

import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonValue;

/**
 * A stock keeping unit: 1 to {@value #MAX_LENGTH} characters of {@code [A-Za-z0-9._-]}, and not {@code .} or {@code ..},
 * which no URL can address.
 */
public record Sku(@JsonValue String value) {

    /** The most characters a SKU may ever have. */
    public static final int MAX_LENGTH = 64;

    private static final String OTHERS = "._-"; // than letters and digits

    /** @throws InvalidValueException if the text is no SKU */
    @JsonCreator(mode = JsonCreator.Mode.DELEGATING)
    public Sku {
        if (!isSku(value)) {
            throw new InvalidValueException(
                    "sku", "must be 1 to " + MAX_LENGTH + " of A-Z a-z 0-9 . _ -, and neither . nor ..", value);
        }
    }

    static boolean isSku(String text) {
        return Identifiers.isOf(text, OTHERS, MAX_LENGTH) && !text.equals(".") && !text.equals("..");
    }

    @Override
    public String toString() {
        return value;
    }
}
