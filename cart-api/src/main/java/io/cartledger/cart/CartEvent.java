package io.cartledger.cart;

import com.fasterxml.jackson.annotation.JsonIgnore;
import io.cartledger.ledger.Personal;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** Everything that can have happened to a cart. Past tense, complete: folding needs nothing else. */
public sealed interface CartEvent {

    /**
     * The cart came to be; always its first event.
     *
     * @param customer whose cart it is, or null
     * @param guest whose cart it is, or null; nobody's where both are null
     */
    record CartOpened(
            @Nullable CustomerId customer, @Nullable GuestId guest) implements CartEvent {

        /** A cart of this owner, or of nobody. */
        public static CartOpened by(@Nullable Owner owner) {
            return switch (owner) {
                case CustomerId customer -> new CartOpened(customer, null);
                case GuestId guest -> new CartOpened(null, guest);
                case null -> new CartOpened(null, null);
            };
        }

        /** Whose cart it is, or null for nobody's. */
        @JsonIgnore
        public @Nullable Owner owner() {
            return customer == null ? guest : customer;
        }
    }

    /**
     * @param added units added by this event
     * @param lineQuantity units on the line after it
     */
    record ItemAdded(Item item, Quantity added, Quantity lineQuantity) implements CartEvent {
        /** Refuses what was stored incompletely. */
        public ItemAdded {
            Objects.requireNonNull(item, "item");
            Objects.requireNonNull(added, "added");
            Objects.requireNonNull(lineQuantity, "lineQuantity");
        }
    }

    /** @param lineQuantity units on the line after this event, whatever they were before */
    record QuantityChanged(ItemId itemId, Quantity lineQuantity) implements CartEvent {
        /** Refuses what was stored incompletely. */
        public QuantityChanged {
            Objects.requireNonNull(itemId, "itemId");
            Objects.requireNonNull(lineQuantity, "lineQuantity");
        }
    }

    /** The line is gone. */
    record ItemRemoved(ItemId itemId) implements CartEvent {
        /** Refuses what was stored incompletely. */
        public ItemRemoved {
            Objects.requireNonNull(itemId, "itemId");
        }
    }

    /** All lines are gone; the cart stays. */
    record CartCleared() implements CartEvent {}

    /** A guest's or nobody's cart has become a customer's. */
    record CartClaimed(CustomerId customer) implements CartEvent {
        /** Refuses what was stored incompletely. */
        public CartClaimed {
            Objects.requireNonNull(customer, "customer");
        }
    }

    /**
     * The lines of another cart have come into this one, which goes on.
     *
     * @param from the other cart, which has closed by {@link CartMerged} in the same append
     * @param policy what was done with items that were in both
     * @param lines every line of this cart that is new or has other units after it
     */
    record LinesAbsorbed(CartId from, MergePolicy policy, List<LineAfter> lines) implements CartEvent {
        /** Refuses what was stored incompletely. */
        public LinesAbsorbed {
            Objects.requireNonNull(from, "from");
            Objects.requireNonNull(policy, "policy");
            lines = List.copyOf(lines);
        }
    }

    /** @param lineQuantity units on the cart's line of this item after the event */
    record LineAfter(Item item, Quantity lineQuantity) {
        /** Refuses what was stored incompletely. */
        public LineAfter {
            Objects.requireNonNull(item, "item");
            Objects.requireNonNull(lineQuantity, "lineQuantity");
        }
    }

    /** The cart is closed; its lines have gone into another, by {@link LinesAbsorbed} in the same append. */
    record CartMerged(CartId into) implements CartEvent {
        /** Refuses what was stored incompletely. */
        public CartMerged {
            Objects.requireNonNull(into, "into");
        }
    }

    /** The cart is closed; it has become an order, with the lines that it has. */
    record CartCheckedOut(OrderReference orderReference) implements CartEvent {
        /** Refuses what was stored incompletely. */
        public CartCheckedOut {
            Objects.requireNonNull(orderReference, "orderReference");
        }
    }

    /**
     * Support has set the units of a line.
     *
     * @param lineQuantity units on the line after it; 0: the line is gone
     * @param reason why, in words
     * @param ticket why, in the shop's help desk
     */
    record LineCorrected(
            ItemId itemId,
            int lineQuantity,
            @Personal @Nullable Reason reason,
            Ticket ticket) implements CartEvent {
        /** Refuses what was stored incompletely, and units that no line has. */
        public LineCorrected {
            Objects.requireNonNull(itemId, "itemId");
            Quantity.checkOrNone(lineQuantity);
            Objects.requireNonNull(ticket, "ticket");
        }
    }

    /**
     * The cart has the lines again that it had in an earlier version.
     *
     * @param version the earlier version
     * @param lines every line of the cart after it
     * @param reason why
     */
    record CartRestored(
            long version,
            List<LineAfter> lines,
            @Personal @Nullable Reason reason) implements CartEvent {
        /** Refuses what was stored incompletely. */
        public CartRestored {
            lines = List.copyOf(lines);
        }
    }

    /** Nobody has touched the cart for long. It keeps its lines; the next {@link ItemAdded} reopens it. */
    record CartAbandoned() implements CartEvent {}
}
