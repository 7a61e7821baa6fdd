package io.cartledger.cart;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.cartledger.cart.CartEvent.CartCleared;
import io.cartledger.cart.CartEvent.CartOpened;
import io.cartledger.cart.CartEvent.ItemAdded;
import io.cartledger.cart.CartEvent.ItemRemoved;
import io.cartledger.cart.CartEvent.QuantityChanged;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class CartStateTest {

    private static final Item BOOT = new Item(new Sku("DRN-7X"));
    private static final Item ENGRAVED = new Item(new Sku("DRN-7X"), Map.of("engraving", "Mia"));
    private static final CartOpened OPENED = CartOpened.by(null);

    @Test
    void theSameItemHasOneLineAndAnotherEngravingAnother() {
        CartState cart = CartState.of(List.of(OPENED, added(BOOT, 1, 1), added(ENGRAVED, 1, 1), added(BOOT, 2, 3)));

        assertThat(cart.lines().sequencedValues())
                .containsExactly(new Line(BOOT, new Quantity(3), 1), new Line(ENGRAVED, new Quantity(1), 2));
        assertThat(cart.units()).isEqualTo(4);
        assertThat(cart.version()).isEqualTo(3);
    }

    @Test
    void aLineThatIsRemovedAndAddedAgainAppearsAnew() {
        CartState cart = CartState.of(List.of(
                OPENED, added(BOOT, 1, 1), added(ENGRAVED, 1, 1), new ItemRemoved(BOOT.itemId()), added(BOOT, 1, 1)));

        assertThat(cart.lines().sequencedKeySet()).containsExactly(ENGRAVED.itemId(), BOOT.itemId());
        assertThat(cart.line(BOOT.itemId())).map(Line::since).contains(4L);
    }

    @Test
    void aChangedQuantityReplacesTheOldOne() {
        CartState cart =
                CartState.of(List.of(OPENED, added(BOOT, 7, 7), new QuantityChanged(BOOT.itemId(), new Quantity(2))));

        assertThat(cart.line(BOOT.itemId())).contains(new Line(BOOT, new Quantity(2), 1));
    }

    @Test
    void aClearedCartKeepsItsOwnerAndItsVersion() {
        var owner = new CustomerId("4421");

        CartState cart = CartState.of(List.of(CartOpened.by(owner), added(BOOT, 1, 1), new CartCleared()));

        assertThat(cart.lines()).isEmpty();
        assertThat(cart.owner()).isEqualTo(owner);
        assertThat(cart.version()).isEqualTo(2);
    }

    @Test
    void aMissingEventIsAnError() {
        CartState cart = CartState.of(List.of(OPENED));

        assertThatThrownBy(() -> cart.apply(2, added(BOOT, 1, 1)))
                .isInstanceOf(FoldException.class)
                .hasMessage("event 2 follows event 0: events are missing");
    }

    @Test
    void aHistoryBeginsWithCartOpenedAndHasNoSecond() {
        assertThatThrownBy(() -> CartState.NONE.apply(0, new CartCleared())).isInstanceOf(FoldException.class);
        assertThatThrownBy(() -> CartState.of(List.of(OPENED, OPENED))).isInstanceOf(FoldException.class);
    }

    @Test
    void aLineThatIsNotThereCannotHaveChanged() {
        CartState cart = CartState.of(List.of(OPENED));

        assertThatThrownBy(() -> cart.apply(1, new ItemRemoved(BOOT.itemId()))).isInstanceOf(FoldException.class);
        assertThatThrownBy(() -> cart.apply(1, new QuantityChanged(BOOT.itemId(), new Quantity(1))))
                .isInstanceOf(FoldException.class);
    }

    private static ItemAdded added(Item item, int units, int lineUnits) {
        return new ItemAdded(item, new Quantity(units), new Quantity(lineUnits));
    }
}
