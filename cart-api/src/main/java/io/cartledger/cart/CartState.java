package io.cartledger.cart;

import io.cartledger.cart.CartEvent.CartAbandoned;
import io.cartledger.cart.CartEvent.CartCheckedOut;
import io.cartledger.cart.CartEvent.CartClaimed;
import io.cartledger.cart.CartEvent.CartCleared;
import io.cartledger.cart.CartEvent.CartMerged;
import io.cartledger.cart.CartEvent.CartOpened;
import io.cartledger.cart.CartEvent.CartRestored;
import io.cartledger.cart.CartEvent.ItemAdded;
import io.cartledger.cart.CartEvent.ItemRemoved;
import io.cartledger.cart.CartEvent.LineAfter;
import io.cartledger.cart.CartEvent.LineCorrected;
import io.cartledger.cart.CartEvent.LinesAbsorbed;
import io.cartledger.cart.CartEvent.QuantityChanged;
import java.util.Collections;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Optional;
import java.util.SequencedMap;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * A cart as its events have made it, and {@link #apply the fold} that makes it: the only one, for the aggregate, the
 * read model, and everything that looks back. Immutable.
 *
 * @param version sequence number of the last event, -1 before the first
 * @param owner whose cart it is, or null for nobody's
 * @param orderReference the order that a {@link CartStatus#CHECKED_OUT} cart has become, else null
 * @param mergedInto the cart that has the lines of a {@link CartStatus#MERGED} one, else null
 * @param lines by item, in the order in which they appeared; those that appeared at once, by item
 */
public record CartState(
        long version,
        CartStatus status,
        @Nullable Owner owner,
        @Nullable OrderReference orderReference,
        @Nullable CartId mergedInto,
        SequencedMap<ItemId, Line> lines) {

    /**
     * Of the fold. It has to be raised when any history would give another state than it did, and when states are kept
     * in another form ({@link CartStates}): what was kept by another revision is ignored, and its events are folded anew.
     */
    public static final int FOLD_REVISION = 1;

    /** No event has happened yet. */
    public static final CartState NONE = new CartState(-1, CartStatus.OPEN, null, null, null, new LinkedHashMap<>());

    private static final Comparator<LineAfter> BY_ITEM =
            Comparator.comparing(line -> line.item().itemId().value());

    /** Takes a copy of the lines. */
    public CartState {
        lines = Collections.unmodifiableSequencedMap(new LinkedHashMap<>(lines));
    }

    /** Whether there is a cart at all. */
    public boolean exists() {
        return version >= 0;
    }

    /** Whether there is a cart, and it takes changes. */
    public boolean isOpen() {
        return exists() && status == CartStatus.OPEN;
    }

    /** Whether it is closed for good. */
    public boolean isClosed() {
        return status == CartStatus.CHECKED_OUT || status == CartStatus.MERGED;
    }

    /** The customer whose cart it is; empty for a guest's and for nobody's. */
    public Optional<CustomerId> customer() {
        return owner instanceof CustomerId customer ? Optional.of(customer) : Optional.empty();
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
            throw new FoldException("event " + sequenceNumber + " is " + name(event)
                    + ": CartOpened is a cart's first event and no other");
        }
        if (isClosed()) {
            throw new FoldException("event " + sequenceNumber + " is " + name(event) + ": the cart was closed before");
        }
        return switch (event) {
            case CartOpened e -> ownedBy(sequenceNumber, e.owner());
            case ItemAdded e -> open(sequenceNumber, linesWith(sequenceNumber, e.item(), e.lineQuantity()));
            case QuantityChanged e -> {
                Item item = present(e.itemId(), sequenceNumber).item();
                yield open(sequenceNumber, linesWith(sequenceNumber, item, e.lineQuantity()));
            }
            case ItemRemoved e ->
                open(
                        sequenceNumber,
                        linesWithout(present(e.itemId(), sequenceNumber).item()));
            case CartCleared e -> open(sequenceNumber, new LinkedHashMap<>());
            case CartClaimed e -> ownedBy(sequenceNumber, e.customer());
            case LinesAbsorbed e -> open(sequenceNumber, linesWith(sequenceNumber, e.lines()));
            case LineCorrected e -> {
                Item item = present(e.itemId(), sequenceNumber).item();
                yield open(
                        sequenceNumber,
                        e.lineQuantity() == 0
                                ? linesWithout(item)
                                : linesWith(sequenceNumber, item, new Quantity(e.lineQuantity())));
            }
            case CartRestored e -> open(sequenceNumber, linesOnly(sequenceNumber, e.lines()));
            case CartAbandoned e -> closed(sequenceNumber, CartStatus.ABANDONED, null, null, lines);
            case CartCheckedOut e -> closed(sequenceNumber, CartStatus.CHECKED_OUT, e.orderReference(), null, lines);
            // Its lines have moved: counted in both carts they would be doubled.
            case CartMerged e -> closed(sequenceNumber, CartStatus.MERGED, null, e.into(), new LinkedHashMap<>());
        };
    }

    /** What is in it may be personal, and faults are told to operators. */
    private static String name(CartEvent event) {
        return event.getClass().getSimpleName();
    }

    private CartState ownedBy(long sequenceNumber, @Nullable Owner newOwner) {
        return new CartState(sequenceNumber, CartStatus.OPEN, newOwner, null, null, lines);
    }

    private CartState open(long sequenceNumber, SequencedMap<ItemId, Line> after) {
        return new CartState(sequenceNumber, CartStatus.OPEN, owner, null, null, after);
    }

    private CartState closed(
            long sequenceNumber,
            CartStatus how,
            @Nullable OrderReference order,
            @Nullable CartId into,
            SequencedMap<ItemId, Line> after) {
        return new CartState(sequenceNumber, how, owner, order, into, after);
    }

    private SequencedMap<ItemId, Line> linesWith(long sequenceNumber, List<LineAfter> changed) {
        var after = new LinkedHashMap<>(lines);
        changed.stream().sorted(BY_ITEM).forEach(line -> put(after, sequenceNumber, line.item(), line.lineQuantity()));
        return after;
    }

    private SequencedMap<ItemId, Line> linesOnly(long sequenceNumber, List<LineAfter> all) {
        SequencedMap<ItemId, Line> after = linesWith(sequenceNumber, all);
        after.keySet().retainAll(all.stream().map(line -> line.item().itemId()).collect(Collectors.toSet()));
        return after;
    }

    private SequencedMap<ItemId, Line> linesWith(long sequenceNumber, Item item, Quantity quantity) {
        var after = new LinkedHashMap<>(lines);
        put(after, sequenceNumber, item, quantity);
        return after;
    }

    private static void put(SequencedMap<ItemId, Line> lines, long sequenceNumber, Item item, Quantity quantity) {
        Line before = lines.get(item.itemId());
        lines.put(item.itemId(), new Line(item, quantity, before == null ? sequenceNumber : before.since()));
    }

    private SequencedMap<ItemId, Line> linesWithout(Item item) {
        var after = new LinkedHashMap<>(lines);
        after.remove(item.itemId());
        return after;
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
