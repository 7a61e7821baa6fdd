package io.cartledger.cart;

import org.jspecify.annotations.Nullable;

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

    /**
     * Two carts were not made one because of the cart whose lines were to move.
     *
     * @param claimed the request names that cart in its path, for it is a claim
     */
    record SourceRefused(Refusal cause, boolean claimed) implements Refusal {
        @Override
        public String code() {
            return cause.code();
        }

        @Override
        public String message() {
            return cause.message();
        }
    }

    /** Whoever shops has no open cart, and what was asked needs one. */
    record NoOpenCart() implements Refusal {
        @Override
        public String code() {
            return "cart-not-found";
        }

        @Override
        public String message() {
            return "You have no open cart: add an item first.";
        }
    }

    /**
     * The cart is closed for good.
     *
     * @param orderReference the order that it has become, or null
     * @param mergedInto the cart that has its lines, or null
     */
    record CartClosed(
            CartId cartId,
            @Nullable OrderReference orderReference,
            @Nullable CartId mergedInto) implements Refusal {
        @Override
        public String code() {
            return "cart-closed";
        }

        @Override
        public String message() {
            return mergedInto == null
                    ? "Cart " + cartId + " has been checked out as order " + orderReference + ": use another cart."
                    : "Cart " + cartId + " has been merged into cart " + mergedInto + ": use that one.";
        }
    }

    /** The cart has been abandoned, and only adding to it reopens it. */
    record CartIsAbandoned(CartId cartId) implements Refusal {
        @Override
        public String code() {
            return "cart-abandoned";
        }

        @Override
        public String message() {
            return "Cart " + cartId
                    + " has been abandoned: add an item to it, and it is open again, or merge it into another.";
        }
    }

    /** A cart without lines is to be checked out. */
    record CartEmpty(CartId cartId) implements Refusal {
        @Override
        public String code() {
            return "cart-empty";
        }

        @Override
        public String message() {
            return "Cart " + cartId + " has no lines: there is nothing to check out.";
        }
    }

    /** The cart belongs to another customer than the one that is to have it. */
    record OtherCustomersCart(CartId cartId) implements Refusal {
        @Override
        public String code() {
            return "other-customers-cart";
        }

        @Override
        public String message() {
            return "Cart " + cartId + " belongs to another customer.";
        }
    }

    /**
     * The owner of a cart that is to be opened again has another open one.
     *
     * @param open the open one
     */
    record OpenCartExists(CartId cartId, CartId open) implements Refusal {
        @Override
        public String code() {
            return "open-cart-exists";
        }

        @Override
        public String message() {
            return "Cart " + cartId + " cannot be reopened: its owner has an open cart, " + open
                    + ": use that one, or merge this one into it.";
        }
    }

    /**
     * The customer would have more units than the shop allows one customer.
     *
     * @param limit the limit and the customer's allowances
     * @param used units that the customer would have without what was to be added: in open carts, also the one that the
     *     command was to reopen, and checked out in the current period
     * @param added units that were to be added; 0 where what is there already is too much
     */
    record PurchaseLimitExceeded(Sku sku, long limit, long used, int added) implements Refusal {
        @Override
        public String code() {
            return "purchase-limit-exceeded";
        }

        @Override
        public String message() {
            String rule = "A customer may have " + limit + " of " + sku + ", this one has " + used + ": ";
            return rule + (added > 0 ? left() + " more can be added." : "remove " + (used - limit) + " first.");
        }

        /** Units that could still be added; 0 or more. */
        public long left() {
            return Math.max(0, limit - used);
        }
    }

    /**
     * What a command is for is not, or no longer, in a version that the sender expects.
     *
     * @param what for example {@code Cart c-1}
     * @param version the one that it is in, -1 if there is nothing yet
     * @param cart the cart as it is now; null if there is none, or it is not for the sender to see
     */
    record PreconditionFailed(
            String what, long version, @Nullable VersionedCart cart) implements Refusal {

        /** A cart, with its name. */
        public record VersionedCart(CartId cartId, CartState state) {}

        /** @param caller sees the cart in the answer if it is theirs */
        public static PreconditionFailed of(CartId cartId, CartState cart, Caller caller) {
            var shown = cart.exists() && caller.mayUse(cart) ? new VersionedCart(cartId, cart) : null;
            return new PreconditionFailed("Cart " + cartId, cart.version(), shown);
        }

        @Override
        public String code() {
            return "precondition-failed";
        }

        @Override
        public String message() {
            return version < 0
                    ? what + " has no version yet: send the command without the condition."
                    : what + " is in version " + version
                            + ": look at what has changed, and send the command for that version.";
        }
    }

    /**
     * One of several changes was refused, so none was made.
     *
     * @param index which one, from 0
     */
    record ChangeRefused(int index, Refusal cause) implements Refusal {
        @Override
        public String code() {
            return cause.code();
        }

        @Override
        public String message() {
            return "Command " + index + ": " + cause.message() + " None of the commands has changed anything.";
        }
    }

    /**
     * The cart never was in the version that is to be restored.
     *
     * @param current the version that it is in
     */
    record VersionNotFound(CartId cartId, long version, long current) implements Refusal {
        @Override
        public String code() {
            return "version-not-found";
        }

        @Override
        public String message() {
            return "Cart " + cartId + " has no version " + version + ": it is in version " + current
                    + ", and earlier ones can be restored.";
        }
    }

    /**
     * The cart may not have the lines again that it had.
     *
     * @param version when it had them
     */
    record RestorationRefused(long version, Refusal cause) implements Refusal {
        @Override
        public String code() {
            return cause.code();
        }

        @Override
        public String message() {
            return "Version " + version + " cannot be restored. " + cause.message();
        }
    }

    /** The customer has no such allowance. */
    record AllowanceNotFound(CustomerId customer, long allowance) implements Refusal {
        @Override
        public String code() {
            return "allowance-not-found";
        }

        @Override
        public String message() {
            return "Customer " + customer + " has no allowance " + allowance + ".";
        }
    }

    /** The key has come before, with another request. */
    record KeyReused(String key) implements Refusal {
        @Override
        public String code() {
            return "idempotency-key-reused";
        }

        @Override
        public String message() {
            return "Idempotency-Key \"" + key + "\" has come with another request: take a new key for each request.";
        }
    }
}
