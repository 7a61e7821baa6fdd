package io.cartledger.query.projection;

import static org.assertj.core.api.Assertions.assertThat;
import static org.quicktheories.QuickTheory.qt;
import static org.quicktheories.generators.SourceDSL.integers;
import static org.quicktheories.generators.SourceDSL.lists;

import io.cartledger.cart.CartCommand;
import io.cartledger.cart.CartCommand.AddItem;
import io.cartledger.cart.CartCommand.ChangeQuantity;
import io.cartledger.cart.CartCommand.ClearCart;
import io.cartledger.cart.CartCommand.CorrectLine;
import io.cartledger.cart.CartCommand.OpenCart;
import io.cartledger.cart.CartCommand.RemoveItem;
import io.cartledger.cart.CartCommand.RestoreCart;
import io.cartledger.cart.CartId;
import io.cartledger.cart.CartState;
import io.cartledger.cart.CustomerId;
import io.cartledger.cart.Item;
import io.cartledger.cart.Outcome;
import io.cartledger.cart.Quantity;
import io.cartledger.cart.Reason;
import io.cartledger.cart.Sku;
import io.cartledger.cart.Ticket;
import java.sql.SQLException;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class ThreeWaysToOneStateTest {

    private static final List<Item> ITEMS = IntStream.range(0, 6)
            .mapToObj(
                    i -> new Item(new Sku("SKU-" + i / 2), i % 2 == 0 ? Map.of() : Map.of("engraving", "Für Mia " + i)))
            .toList();

    private static final Reason WHY = new Reason("Added twice");

    private final TestView view = new TestView();
    private final AtomicInteger carts = new AtomicInteger();

    @Test
    void anySequenceOfCommandsGivesTheSameByAggregateByFoldAndByView() {
        qt().withExamples(40)
                .forAll(lists().of(integers().between(0, 10_000)).ofSizeBetween(1, 40))
                .checkAssert(choices -> {
                    var cartId = new CartId("c-" + carts.incrementAndGet());

                    CartState byAggregate = decided(cartId, choices);

                    assertThat(view.folded(cartId)).isEqualTo(byAggregate);
                    assertThat(viewed(cartId)).isEqualTo(byAggregate);
                    assertThat(viewed(cartId).lines().sequencedKeySet())
                            .containsExactlyElementsOf(byAggregate.lines().sequencedKeySet());
                });
    }

    private CartState decided(CartId cartId, List<Integer> choices) {
        CartState state = CartState.NONE;
        for (int choice : choices) {
            Outcome<CartState> outcome = view.send(command(cartId, choice)).outcome();
            state = switch (outcome) {
                case Outcome.Changed<CartState> changed -> changed.state();
                case Outcome.Unchanged<CartState> unchanged -> unchanged.state();
                case Outcome.Refused<CartState> refused -> state;
            };
        }
        return state;
    }

    private static CartCommand command(CartId cartId, int choice) {
        Item item = ITEMS.get(choice % ITEMS.size());
        int units = choice % 1_000;
        return switch (choice / ITEMS.size() % 12) {
            case 0 -> new OpenCart(cartId, new CustomerId("4421"));
            case 1 -> new ClearCart(cartId);
            case 2, 3 -> new RemoveItem(cartId, item.itemId());
            case 4, 5 -> new ChangeQuantity(cartId, item.itemId(), units);
            case 6 -> new CorrectLine(cartId, item.itemId(), units % 3, WHY, new Ticket("T-1"));
            case 7 -> new RestoreCart(cartId, choice % 8, WHY);
            default -> new AddItem(cartId, item, new Quantity(units / 3 + 1));
        };
    }

    private CartState viewed(CartId cartId) {
        try {
            view.catchUp();
            return view.viewed(cartId);
        } catch (SQLException e) {
            throw new IllegalStateException(e);
        }
    }
}
