package io.cartledger.cart;

/** Why a cart said no. Nothing has changed. Each has a code that never changes its meaning. */
public sealed interface Refusal {

    /** Stable, lower case, words joined by hyphens. */
    String code();

    /** What was wrong and what would be right, for whoever sent the command. */
    String message();

    /** There is no such cart. */
    record CartNotFound(CartId cartId) implements Refusal {
        @Override
        public String code() {
            return "cart-not-found";
        }

        @Override
        public String message() {
            return "There is no cart " + cartId + ".";
        }
    }

    /** A cart is to be made where there is one. */
    record CartExists(CartId cartId) implements Refusal {
        @Override
        public String code() {
            return "cart-exists";
        }

        @Override
        public String message() {
            return "There is a cart " + cartId + " already: use it, or choose another cartId.";
        }
    }

    /** The cart has no such line. */
    record LineNotFound(CartId cartId, ItemId itemId) implements Refusal {
        @Override
        public String code() {
            return "line-not-found";
        }

        @Override
        public String message() {
            return "Cart " + cartId + " has no line " + itemId + ": add the item first.";
        }
    }

    /**
     * The line would hold more than the shop allows.
     *
     * @param present units on the line now
     * @param requested units that it would have
     * @param limit most units that it may have
     */
    record LineQuantityExceeded(ItemId itemId, int present, int requested, int limit) implements Refusal {
        @Override
        public String code() {
            return "line-quantity-exceeded";
        }

        @Override
        public String message() {
            return "quantity must leave 1 to " + limit + " units of " + itemId + " on its line, would be " + requested
                    + " (now " + present + ").";
        }
    }

    /** @param limit most lines that a cart may have */
    record TooManyLines(int limit) implements Refusal {
        @Override
        public String code() {
            return "too-many-lines";
        }

        @Override
        public String message() {
            return "A cart holds at most " + limit + " lines: remove one first.";
        }
    }

    /**
     * A value is longer than the shop allows.
     *
     * @param field the value's name as its sender knows it
     * @param limit most characters that it may have
     */
    record TooLong(String field, int length, int limit) implements Refusal {
        @Override
        public String code() {
            return "value-too-long";
        }

        @Override
        public String message() {
            return field + " must have at most " + limit + " characters, has " + length + ".";
        }
    }
}
