package io.cartledger.cart;

import io.cartledger.cart.CartEvent.CartCleared;
import io.cartledger.cart.CartEvent.CartOpened;
import io.cartledger.cart.CartEvent.ItemAdded;
import io.cartledger.cart.CartEvent.ItemRemoved;
import io.cartledger.cart.CartEvent.QuantityChanged;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Optional;
import java.util.SequencedMap;
import org.jspecify.annotations.Nullable;

/**
 * A cart as its events have made it, and {@link #apply the fold} that makes it: the only one, for the aggregate, the
 * read model, and everything that looks back. Immutable.
 *
 * @param version sequence number of the last event, -1 before the first
 * @param lines by item, in the order in which they appeared
 */
public record CartState(
        long version, CartStatus status, @Nullable CustomerId customer, SequencedMap<ItemId, Line> lines) {

    /** No event has happened yet. */
    public static final CartState NONE = new CartState(-1, CartStatus.OPEN, null, new LinkedHashMap<>());

    /** Takes a copy of the lines. */
    public CartState {
        lines = Collections.unmodifiableSequencedMap(new LinkedHashMap<>(lines));
    }

    /** Whether there is a cart at all. */
    public boolean exists() {
        return version >= 0;
    }

    /** The line of this item, if there is one. */
    public Optional<Line> line(ItemId itemId) {
        return Optional.ofNullable(lines.get(itemId));
    }

    /** Units on all lines. */
    public long units() {
        return lines.values().stream()
                .mapToLong(line -> line.quantity().units())
                .sum();
    }

    /**
     * Folds one event in.
     *
     * @param sequenceNumber at or below {@link #version()}: known already, nothing changes
     * @throws FoldException if events are missing in between, or the event cannot have happened to this cart
     */
    public CartState apply(long sequenceNumber, CartEvent event) {
        if (sequenceNumber <= version) {
            return this;
        }
        if (sequenceNumber != version + 1) {
            throw new FoldException("event " + sequenceNumber + " follows event " + version + ": events are missing");
        }
        if (exists() == event instanceof CartOpened) {
            throw new FoldException(
                    "event " + sequenceNumber + " is " + event + ": CartOpened is a cart's first event and no other");
        }
        return switch (event) {
            case CartOpened e -> new CartState(sequenceNumber, CartStatus.OPEN, e.customer(), lines);
            case ItemAdded e -> with(sequenceNumber, e.item(), e.lineQuantity());
            case QuantityChanged e ->
                with(sequenceNumber, present(e.itemId(), sequenceNumber).item(), e.lineQuantity());
            case ItemRemoved e -> without(sequenceNumber, present(e.itemId(), sequenceNumber));
            case CartCleared e -> withLines(sequenceNumber, new LinkedHashMap<>());
        };
    }

    private CartState with(long sequenceNumber, Item item, Quantity quantity) {
        ItemId itemId = item.itemId();
        var after = new LinkedHashMap<>(lines);
        after.put(itemId, new Line(item, quantity, line(itemId).map(Line::since).orElse(sequenceNumber)));
        return withLines(sequenceNumber, after);
    }

    private CartState without(long sequenceNumber, Line line) {
        var after = new LinkedHashMap<>(lines);
        after.remove(line.item().itemId());
        return withLines(sequenceNumber, after);
    }

    private CartState withLines(long sequenceNumber, SequencedMap<ItemId, Line> after) {
        return new CartState(sequenceNumber, status, customer, after);
    }

    private Line present(ItemId itemId, long sequenceNumber) {
        return line(itemId)
                .orElseThrow(() -> new FoldException(
                        "event " + sequenceNumber + " changes " + itemId + ", which is not in the cart"));
    }

    /** Folds a cart's whole history, from sequence number 0 on. */
    public static CartState of(Iterable<? extends CartEvent> history) {
        CartState state = NONE;
        for (CartEvent event : history) {
            state = state.apply(state.version() + 1, event);
        }
        return state;
    }
}
