package io.cartledger.cart;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.cartledger.cart.CartEvent.CartCleared;
import io.cartledger.cart.CartEvent.CartOpened;
import io.cartledger.cart.CartEvent.CartRestored;
import io.cartledger.cart.CartEvent.ItemAdded;
import io.cartledger.cart.CartEvent.LineAfter;
import io.cartledger.cart.CartEvent.LineCorrected;
import java.util.List;
import org.junit.jupiter.api.Test;

/** The fold of what sets a cart right. */
class CorrectedCartStateTest {

    private static final Item BOOT = new Item(new Sku("DRN-7X"));
    private static final Item HAT = new Item(new Sku("HAT"));
    private static final Item SOCK = new Item(new Sku("SOCK"));
    private static final Reason WHY = new Reason("Added twice");
    private static final CartState CART = CartState.of(List.of(
            CartOpened.by(new CustomerId("4421")),
            new ItemAdded(SOCK, new Quantity(3), new Quantity(3)),
            new ItemAdded(BOOT, new Quantity(2), new Quantity(2))));

    @Test
    void aCorrectedLineStaysInItsPlaceWithOtherUnits() {
        CartState corrected = CART.apply(3, correctedTo(1, SOCK));

        assertThat(corrected.lines().sequencedValues())
                .containsExactly(new Line(SOCK, new Quantity(1), 1), new Line(BOOT, new Quantity(2), 2));
        assertThat(corrected.version()).isEqualTo(3);
        assertThat(corrected.owner()).isEqualTo(new CustomerId("4421"));
    }

    @Test
    void aLineThatIsCorrectedToNothingIsGone() {
        assertThat(CART.apply(3, correctedTo(0, SOCK)).lines().sequencedValues())
                .containsExactly(new Line(BOOT, new Quantity(2), 2));
    }

    @Test
    void onlyALineThatIsThereCanHaveBeenCorrected() {
        assertThatThrownBy(() -> CART.apply(3, correctedTo(0, HAT)))
                .isInstanceOf(FoldException.class)
                .hasMessage("event 3 changes HAT, which is not in the cart");
    }

    @Test
    void aRestoredCartHasTheLinesOfTheEventAndNoOthers() {
        var restored = new CartRestored(
                1,
                List.of(
                        new LineAfter(HAT, new Quantity(4)),
                        new LineAfter(BOOT, new Quantity(5)),
                        new LineAfter(new Item(new Sku("CAP")), new Quantity(1))),
                WHY);

        CartState cart = CART.apply(3, restored);

        assertThat(cart.lines().sequencedValues())
                .containsExactly(
                        new Line(BOOT, new Quantity(5), 2),
                        new Line(new Item(new Sku("CAP")), new Quantity(1), 3),
                        new Line(HAT, new Quantity(4), 3));
        assertThat(cart.isOpen()).isTrue();
        assertThat(cart.owner()).isEqualTo(new CustomerId("4421"));
    }

    @Test
    void aClearedCartGetsItsLinesAnew() {
        CartState cart = CART.apply(3, new CartCleared())
                .apply(4, new CartRestored(1, List.of(new LineAfter(SOCK, new Quantity(3))), WHY));

        assertThat(cart.lines().sequencedValues()).containsExactly(new Line(SOCK, new Quantity(3), 4));
    }

    @Test
    void noLineEverHasUnitsThatNoLineMayHave() {
        assertThat(correctedTo(Quantity.MAX, SOCK).lineQuantity()).isEqualTo(Quantity.MAX);
        assertThatThrownBy(() -> correctedTo(-1, SOCK)).isInstanceOf(InvalidValueException.class);
        assertThatThrownBy(() -> correctedTo(Quantity.MAX + 1, SOCK)).isInstanceOf(InvalidValueException.class);
    }

    private static LineCorrected correctedTo(int units, Item item) {
        return new LineCorrected(item.itemId(), units, WHY, new Ticket("T-1"));
    }
}
