package io.cartledger.cart;

import java.util.List;
import org.jspecify.annotations.Nullable;

/** Everything that can be asked of a cart. */
public sealed interface CartCommand {

    /** The cart that is to decide. */
    CartId cartId();

    /**
     * Makes an empty cart; refused where there is one already.
     *
     * @param owner whose cart it is to be, or null for nobody's yet
     */
    record OpenCart(CartId cartId, @Nullable Owner owner) implements CartCommand {}

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
            Quantity.checkOrNone(units);
        }
    }

    /** Takes a line out; where there is none, nothing changes. */
    record RemoveItem(CartId cartId, ItemId itemId) implements CartCommand {}

    /** Takes all lines out; where there are none, nothing changes. */
    record ClearCart(CartId cartId) implements CartCommand {}

    /**
     * Makes a guest's or nobody's cart a customer's. Where the customer has an open cart already, that one absorbs it.
     *
     * @param policy what becomes of items that are in both
     */
    record ClaimCart(CartId cartId, CustomerId customer, MergePolicy policy) implements CartCommand {}

    /**
     * Takes the lines of another cart into this one; the other is closed.
     *
     * @param cartId the cart that goes on
     * @param from the cart that closes
     * @param policy what becomes of items that are in both
     */
    record MergeCart(CartId cartId, CartId from, MergePolicy policy) implements CartCommand {

        /** @throws InvalidValueException if it is one cart and not two */
        public MergeCart {
            if (cartId.equals(from)) {
                throw new InvalidValueException("from", "must be another cart", from.value());
            }
        }
    }

    /** Closes the cart as it is: it has become an order. The same order reference again changes nothing. */
    record CheckOut(CartId cartId, OrderReference orderReference) implements CartCommand {}

    /**
     * Closes a cart that nobody has touched for long, until somebody adds to it.
     *
     * @param version the version that was found idle; where there is a newer one, nothing changes
     */
    record AbandonCart(CartId cartId, long version) implements CartCommand {}

    /**
     * Sets the units of a line that there is, for support. Purchase limits are told, not checked: the ticket says why.
     *
     * @param units 0 removes the line; otherwise what {@link Quantity} allows
     */
    record CorrectLine(CartId cartId, ItemId itemId, int units, Reason reason, Ticket ticket) implements CartCommand {

        /** @throws InvalidValueException if there are fewer than 0 or more than {@value Quantity#MAX} units */
        public CorrectLine {
            Quantity.checkOrNone(units);
        }
    }

    /**
     * Gives the cart the lines again that it had in an earlier version. What the cart may hold and purchase limits are
     * checked as for any other change.
     *
     * @param version the earlier version, 0 or more
     */
    record RestoreCart(CartId cartId, long version, Reason reason) implements CartCommand {

        /** @throws InvalidValueException if no cart ever has such a version */
        public RestoreCart {
            if (version < 0) {
                throw new InvalidValueException("version", "must be 0 or more", version);
            }
        }
    }

    /**
     * Several changes to one cart, all of them or none.
     *
     * @param changes 1 to {@value #MAX}, in order; each on this cart, and each decided on what those before it leave
     */
    record ChangeCart(CartId cartId, List<CartCommand> changes) implements CartCommand {

        /** The most changes at once. */
        public static final int MAX = 100;

        /** @throws InvalidValueException if there are none or too many, or one is not a change of this cart alone */
        public ChangeCart {
            changes = List.copyOf(changes);
            if (changes.isEmpty() || changes.size() > MAX) {
                throw new InvalidValueException("commands", "must be 1 to " + MAX, changes.size());
            }
            for (CartCommand change : changes) {
                if (!(change instanceof AddItem
                                || change instanceof ChangeQuantity
                                || change instanceof RemoveItem
                                || change instanceof ClearCart
                                || change instanceof CheckOut)
                        || !change.cartId().equals(cartId)) {
                    throw new InvalidValueException(
                            "commands",
                            "must be changes of this cart alone",
                            change.getClass().getSimpleName());
                }
            }
        }

        /** Which change, from 0, is the last that brings units of the SKU; the last of all if none does. */
        public int lastThatBrings(Sku sku) {
            for (int i = changes.size() - 1; i >= 0; i--) {
                boolean brings = switch (changes.get(i)) {
                    case AddItem add -> add.item().sku().equals(sku);
                    case ChangeQuantity change -> change.itemId().sku().equals(sku);
                    default -> false;
                };
                if (brings) {
                    return i;
                }
            }
            return changes.size() - 1;
        }
    }
}
