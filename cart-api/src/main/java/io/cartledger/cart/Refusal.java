package io.cartledger.cart;

import org.jspecify.annotations.Nullable;

/** Why a cart said no. Nothing has changed. Each has a code that never changes its meaning. */
public sealed interface Refusal {

    /** Stable, lower case, words joined by hyphens. */
    default String code() {
        return switch (this) {
            case CartNotFound _, NoOpenCart _ -> "cart-not-found";
            case CartExists _ -> "cart-exists";
            case LineNotFound _ -> "line-not-found";
            case LineQuantityExceeded _ -> "line-quantity-exceeded";
            case TooManyLines _ -> "too-many-lines";
            case TooLong _ -> "value-too-long";
            case SourceRefused r -> r.cause().code();
            case ChangeRefused r -> r.cause().code();
            case RestorationRefused r -> r.cause().code();
            case CartClosed _ -> "cart-closed";
            case CartIsAbandoned _ -> "cart-abandoned";
            case CartEmpty _ -> "cart-empty";
            case OtherCustomersCart _ -> "other-customers-cart";
            case OpenCartExists _ -> "open-cart-exists";
            case PurchaseLimitExceeded _ -> "purchase-limit-exceeded";
            case PreconditionFailed _ -> "precondition-failed";
            case VersionNotFound _ -> "version-not-found";
            case AllowanceNotFound _ -> "allowance-not-found";
            case KeyReused _ -> "idempotency-key-reused";
        };
    }

    /** What was wrong and what would be right, for whoever sent the command. */
    default String message() {
        return RefusalMessages.of(this);
    }

    /** There is no such cart. */
    record CartNotFound(CartId cartId) implements Refusal {}

    /** A cart is to be made where there is one. */
    record CartExists(CartId cartId) implements Refusal {}

    /** The cart has no such line. */
    record LineNotFound(CartId cartId, ItemId itemId) implements Refusal {}

    /**
     * The line would hold more than the shop allows.
     *
     * @param present units on the line now
     * @param requested units that it would have
     * @param limit most units that it may have
     */
    record LineQuantityExceeded(ItemId itemId, int present, int requested, int limit) implements Refusal {}

    /** @param limit most lines that a cart may have */
    record TooManyLines(int limit) implements Refusal {}

    /**
     * A value is longer than the shop allows.
     *
     * @param field the value's name as its sender knows it
     * @param limit most characters that it may have
     */
    record TooLong(String field, int length, int limit) implements Refusal {}

    /**
     * Two carts were not made one because of the cart whose lines were to move.
     *
     * @param claimed the request names that cart in its path, for it is a claim
     */
    record SourceRefused(Refusal cause, boolean claimed) implements Refusal {}

    /** Whoever shops has no open cart, and what was asked needs one. */
    record NoOpenCart() implements Refusal {}

    /**
     * The cart is closed for good.
     *
     * @param orderReference the order that it has become, or null
     * @param mergedInto the cart that has its lines, or null
     */
    record CartClosed(
            CartId cartId,
            @Nullable OrderReference orderReference,
            @Nullable CartId mergedInto) implements Refusal {}

    /** The cart has been abandoned, and only adding to it reopens it. */
    record CartIsAbandoned(CartId cartId) implements Refusal {}

    /** A cart without lines is to be checked out. */
    record CartEmpty(CartId cartId) implements Refusal {}

    /** The cart belongs to another customer than the one that is to have it. */
    record OtherCustomersCart(CartId cartId) implements Refusal {}

    /**
     * The owner of a cart that is to be opened again has another open one.
     *
     * @param open the open one
     */
    record OpenCartExists(CartId cartId, CartId open) implements Refusal {}

    /**
     * The customer would have more units than the shop allows one customer.
     *
     * @param limit the limit and the customer's allowances
     * @param used units that the customer would have without what was to be added: in open carts, also the one that the
     *     command was to reopen, and checked out in the current period
     * @param added units that were to be added; 0 where what is there already is too much
     */
    record PurchaseLimitExceeded(Sku sku, long limit, long used, int added) implements Refusal {
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
    }

    /**
     * One of several changes was refused, so none was made.
     *
     * @param index which one, from 0
     */
    record ChangeRefused(int index, Refusal cause) implements Refusal {}

    /**
     * The cart never was in the version that is to be restored.
     *
     * @param current the version that it is in
     */
    record VersionNotFound(CartId cartId, long version, long current) implements Refusal {}

    /**
     * The cart may not have the lines again that it had.
     *
     * @param version when it had them
     */
    record RestorationRefused(long version, Refusal cause) implements Refusal {}

    /** The customer has no such allowance. */
    record AllowanceNotFound(CustomerId customer, long allowance) implements Refusal {}

    /** The key has come before, with another request. */
    record KeyReused(String key) implements Refusal {}
}
