package io.cartledger.cart;

import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** Everything that can have happened to a cart. Past tense, complete: folding needs nothing else. */
public sealed interface CartEvent {

    /**
     * The cart came to be; always its first event.
     *
     * @param customer whose cart it is, or null for nobody's yet
     */
    record CartOpened(@Nullable CustomerId customer) implements CartEvent {}

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
}
