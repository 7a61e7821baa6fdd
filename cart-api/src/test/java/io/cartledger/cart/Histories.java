package io.cartledger.cart;

import static org.quicktheories.generators.SourceDSL.integers;
import static org.quicktheories.generators.SourceDSL.lists;

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
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.quicktheories.core.Gen;

/** Random histories that can have happened. */
final class Histories {

    private static final List<Item> ITEMS = List.of(
            new Item(new Sku("DRN-7X")),
            new Item(new Sku("DRN-7X"), Map.of("engraving", "Mia")),
            new Item(new Sku("DRN-7X"), Map.of("engraving", "Mia", "colour", "red")),
            new Item(new Sku("SOCK")));

    private Histories() {}

    static Gen<List<CartEvent>> any() {
        return lists().of(integers().between(0, 999)).ofSizeBetween(0, 40).map(Histories::of);
    }

    private static List<CartEvent> of(List<Integer> choices) {
        var history = new ArrayList<CartEvent>(List.of(CartOpened.by(new GuestId("g-1"))));
        for (int choice : choices) {
            CartState cart = CartState.of(history);
            if (cart.status() == CartStatus.CHECKED_OUT || cart.status() == CartStatus.MERGED) {
                break;
            }
            history.add(cart.isOpen() ? next(cart, choice) : added(ITEMS.getFirst(), units(cart, 0), choice));
        }
        return history;
    }

    private static int units(CartState cart, int item) {
        return cart.line(ITEMS.get(item).itemId())
                .map(line -> line.quantity().units())
                .orElse(0);
    }

    private static CartEvent next(CartState cart, int choice) {
        int index = choice % ITEMS.size();
        Item item = ITEMS.get(index);
        int present = units(cart, index);
        return switch (choice / ITEMS.size() % 40) {
            case 0, 1, 2, 3 -> new CartCleared();
            case 4 -> new CartCheckedOut(new OrderReference("O-" + choice));
            case 5 -> new CartMerged(new CartId("c-2"));
            case 6, 7 -> new CartAbandoned();
            case 8, 9 -> new CartClaimed(new CustomerId("4421"));
            case 10, 11, 12 -> absorbed(present, item, choice);
            case 25, 26 -> present == 0 ? added(item, 0, choice) : corrected(item, choice);
            case 27, 28 -> restored(item, choice);
            case 13, 14, 15, 16, 17, 18 -> present == 0 ? added(item, 0, choice) : new ItemRemoved(item.itemId());
            case 19, 20, 21, 22, 23, 24 ->
                present == 0 ? added(item, 0, choice) : new QuantityChanged(item.itemId(), new Quantity(choice + 1));
            default -> added(item, present, choice);
        };
    }

    /** Two lines at once, in no order. */
    private static LinesAbsorbed absorbed(int present, Item item, int units) {
        var sock = new LineAfter(new Item(new Sku("ZZZ-" + units)), new Quantity(1));
        var line = new LineAfter(item, new Quantity(present + units + 1));
        return new LinesAbsorbed(new CartId("c-0"), MergePolicy.SUM, List.of(sock, line));
    }

    /** Also a line that it takes away. */
    private static LineCorrected corrected(Item item, int units) {
        return new LineCorrected(item.itemId(), units % 3, new Reason("R-" + units), new Ticket("T-1"));
    }

    /** Nothing, or two lines in no order. */
    private static CartRestored restored(Item item, int units) {
        var last = new LineAfter(new Item(new Sku("ZZZ")), new Quantity(1));
        var line = new LineAfter(item, new Quantity(units + 1));
        return new CartRestored(0, units % 3 == 0 ? List.of() : List.of(last, line), new Reason("R-" + units));
    }

    private static ItemAdded added(Item item, int present, int units) {
        return new ItemAdded(item, new Quantity(units + 1), new Quantity(present + units + 1));
    }
}
