package io.cartledger.cart;

import org.jspecify.annotations.Nullable;

/** Everything that can be asked of a cart. */
public sealed interface CartCommand {

    /** The cart that is to decide. */
    CartId cartId();

    /**
     * Makes an empty cart; refused where there is one already.
     *
     * @param customer whose cart it is to be, or null for nobody's yet
     */
    record OpenCart(CartId cartId, @Nullable CustomerId customer) implements CartCommand {}

    /** Puts units of an item into the cart, onto its line if it has one; makes the cart if there is none. */
    record AddItem(CartId cartId, Item item, Quantity quantity) implements CartCommand {}

    /**
     * Sets the units of a line.
     *
     * @param units 0 removes the line; otherwise what {@link Quantity} allows
     */
    record ChangeQuantity(CartId cartId, ItemId itemId, int units) implements CartCommand {

        /** @throws InvalidValueException if there are fewer than 0 or more than {@value Quantity#MAX} units */
        public ChangeQuantity {
            if (units < 0 || units > Quantity.MAX) {
                throw new InvalidValueException("quantity", "must be 0 to " + Quantity.MAX, units);
            }
        }
    }

    /** Takes a line out; where there is none, nothing changes. */
    record RemoveItem(CartId cartId, ItemId itemId) implements CartCommand {}

    /** Takes all lines out; where there are none, nothing changes. */
    record ClearCart(CartId cartId) implements CartCommand {}
}
