package io.cartledger.cart;

/**
 * What a shop allows, within what the values can hold at all.
 *
 * @param quantityPerLine most units on one line, 1 to {@value Quantity#MAX}
 * @param linesPerCart most lines in one cart, 1 to {@value #MAX_LINES}; times {@code quantityPerLine} at most {@link
 *     Integer#MAX_VALUE}, so that units can be added up
 * @param skuLength most characters of a SKU, 1 to {@value Sku#MAX_LENGTH}
 * @param cartIdLength most characters of a cart identifier, 1 to {@value CartId#MAX_LENGTH}
 */
public record CartLimits(int quantityPerLine, int linesPerCart, int skuLength, int cartIdLength) {

    /** The most lines that any configuration may allow. */
    public static final int MAX_LINES = 10_000;

    /** What holds where nothing is configured. */
    public static final CartLimits DEFAULTS = new CartLimits(999, 500, Sku.MAX_LENGTH, CartId.MAX_LENGTH);

    /** @throws InvalidValueException if a limit is out of its own bounds */
    public CartLimits {
        check("cart.limits.quantity-per-line", quantityPerLine, Quantity.MAX);
        check("cart.limits.lines-per-cart", linesPerCart, MAX_LINES);
        check("cart.limits.sku-length", skuLength, Sku.MAX_LENGTH);
        check("cart.limits.cart-id-length", cartIdLength, CartId.MAX_LENGTH);
        long units = (long) quantityPerLine * linesPerCart;
        if (units > Integer.MAX_VALUE) {
            throw new InvalidValueException(
                    "cart.limits",
                    "must allow at most " + Integer.MAX_VALUE
                            + " units in one cart, quantity-per-line times lines-per-cart",
                    units);
        }
    }

    private static void check(String limit, int value, int most) {
        if (value < 1 || value > most) {
            throw new InvalidValueException(limit, "must be 1 to " + most, value);
        }
    }
}
