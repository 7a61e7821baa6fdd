package io.cartledger.cart;

import static org.quicktheories.generators.SourceDSL.integers;
import static org.quicktheories.generators.SourceDSL.lists;

import io.cartledger.cart.CartEvent.CartCleared;
import io.cartledger.cart.CartEvent.CartOpened;
import io.cartledger.cart.CartEvent.ItemAdded;
import io.cartledger.cart.CartEvent.ItemRemoved;
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
        var history = new ArrayList<CartEvent>(List.of(new CartOpened(new CustomerId("4421"))));
        for (int choice : choices) {
            history.add(next(CartState.of(history), choice));
        }
        return history;
    }

    private static CartEvent next(CartState cart, int choice) {
        Item item = ITEMS.get(choice % ITEMS.size());
        int present =
                cart.line(item.itemId()).map(line -> line.quantity().units()).orElse(0);
        return switch (choice / ITEMS.size() % 5) {
            case 0 -> new CartCleared();
            case 1 -> present == 0 ? added(item, present, choice) : new ItemRemoved(item.itemId());
            case 2 ->
                present == 0
                        ? added(item, present, choice)
                        : new QuantityChanged(item.itemId(), new Quantity(choice + 1));
            default -> added(item, present, choice);
        };
    }

    private static ItemAdded added(Item item, int present, int units) {
        return new ItemAdded(item, new Quantity(units + 1), new Quantity(present + units + 1));
    }
}
