package io.cartledger.cart;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.cartledger.cart.CartEvent.CartAbandoned;
import io.cartledger.cart.CartEvent.CartCheckedOut;
import io.cartledger.cart.CartEvent.CartClaimed;
import io.cartledger.cart.CartEvent.CartCleared;
import io.cartledger.cart.CartEvent.CartMerged;
import io.cartledger.cart.CartEvent.CartOpened;
import io.cartledger.cart.CartEvent.ItemAdded;
import io.cartledger.cart.CartEvent.LineAfter;
import io.cartledger.cart.CartEvent.LinesAbsorbed;
import java.util.List;
import org.junit.jupiter.api.Test;

/** The fold of what opens, claims, fills from another, and closes a cart. */
class ClosedCartStateTest {

    private static final Item BOOT = new Item(new Sku("DRN-7X"));
    private static final Item SOCK = new Item(new Sku("SOCK"));
    private static final CartOpened OPENED = CartOpened.by(new GuestId("g-1"));
    private static final ItemAdded TWO_BOOTS = new ItemAdded(BOOT, new Quantity(2), new Quantity(2));
    private static final OrderReference ORDER = new OrderReference("O-1");
    private static final CartId OTHER = new CartId("c-2");

    @Test
    void beforeItsFirstEventThereIsNoCart() {
        assertThat(CartState.NONE.exists()).isFalse();
        assertThat(CartState.NONE.isOpen()).isFalse();
        assertThat(CartState.NONE.units()).isZero();
    }

    @Test
    void openingMakesAnOpenCartOfItsOwner() {
        CartState cart = CartState.of(List.of(OPENED));

        assertThat(cart.exists()).isTrue();
        assertThat(cart.isOpen()).isTrue();
        assertThat(cart.owner()).isEqualTo(new GuestId("g-1"));
        assertThat(cart.customer()).isEmpty();
        assertThat(CartState.of(List.of(CartOpened.by(new CustomerId("4421")))).customer())
                .contains(new CustomerId("4421"));
        assertThat(CartState.of(List.of(CartOpened.by(null))).owner()).isNull();
    }

    @Test
    void claimingMakesItTheCustomersWithItsLines() {
        CartState cart = CartState.of(List.of(OPENED, TWO_BOOTS, new CartClaimed(new CustomerId("4421"))));

        assertThat(cart.owner()).isEqualTo(new CustomerId("4421"));
        assertThat(cart.isOpen()).isTrue();
        assertThat(cart.version()).isEqualTo(2);
        assertThat(cart.lines().values()).containsExactly(new Line(BOOT, new Quantity(2), 1));
    }

    @Test
    void absorbedLinesReplaceThoseOfTheirItemsAndNewOnesStandInTheOrderOfTheirItems() {
        var absorbed = new LinesAbsorbed(
                OTHER,
                MergePolicy.SUM,
                List.of(
                        new LineAfter(SOCK, new Quantity(1)),
                        new LineAfter(BOOT, new Quantity(5)),
                        new LineAfter(new Item(new Sku("HAT")), new Quantity(3))));

        CartState cart = CartState.of(List.of(OPENED, TWO_BOOTS, absorbed));

        assertThat(cart.lines().sequencedValues())
                .containsExactly(
                        new Line(BOOT, new Quantity(5), 1),
                        new Line(new Item(new Sku("HAT")), new Quantity(3), 2),
                        new Line(SOCK, new Quantity(1), 2));
        assertThat(cart.owner()).isEqualTo(new GuestId("g-1"));
    }

    @Test
    void anAbandonedCartKeepsItsLinesAndAnAddReopensIt() {
        CartState abandoned = CartState.of(List.of(OPENED, TWO_BOOTS, new CartAbandoned()));

        CartState reopened = abandoned.apply(3, new ItemAdded(BOOT, new Quantity(1), new Quantity(3)));

        assertThat(abandoned.status()).isEqualTo(CartStatus.ABANDONED);
        assertThat(abandoned.isOpen()).isFalse();
        assertThat(abandoned.units()).isEqualTo(2);
        assertThat(reopened.isOpen()).isTrue();
        assertThat(reopened.units()).isEqualTo(3);
        assertThat(reopened.owner()).isEqualTo(new GuestId("g-1"));
    }

    @Test
    void aCheckedOutCartKeepsItsLinesAndItsOrder() {
        CartState cart = CartState.of(List.of(OPENED, TWO_BOOTS, new CartCheckedOut(ORDER)));

        assertThat(cart.status()).isEqualTo(CartStatus.CHECKED_OUT);
        assertThat(cart.isOpen()).isFalse();
        assertThat(cart.exists()).isTrue();
        assertThat(cart.orderReference()).isEqualTo(ORDER);
        assertThat(cart.mergedInto()).isNull();
        assertThat(cart.units()).isEqualTo(2);
    }

    @Test
    void aMergedCartHasNoLinesAndNamesTheOneThatHas() {
        CartState cart = CartState.of(List.of(OPENED, TWO_BOOTS, new CartMerged(OTHER)));

        assertThat(cart.status()).isEqualTo(CartStatus.MERGED);
        assertThat(cart.mergedInto()).isEqualTo(OTHER);
        assertThat(cart.orderReference()).isNull();
        assertThat(cart.lines()).isEmpty();
        assertThat(cart.owner()).isEqualTo(new GuestId("g-1"));
    }

    @Test
    void nothingHappensToAClosedCart() {
        CartState checkedOut = CartState.of(List.of(OPENED, TWO_BOOTS, new CartCheckedOut(ORDER)));
        CartState merged = CartState.of(List.of(OPENED, TWO_BOOTS, new CartMerged(OTHER)));

        assertThatThrownBy(() -> checkedOut.apply(3, new CartCleared()))
                .isInstanceOf(FoldException.class)
                .hasMessageContaining("the cart was closed before");
        // Operators, who may read no cart, are told of faults.
        assertThatThrownBy(() -> merged.apply(3, TWO_BOOTS))
                .isInstanceOf(FoldException.class)
                .hasMessage("event 3 is ItemAdded: the cart was closed before");
        assertThat(merged.apply(2, TWO_BOOTS)).isSameAs(merged);
    }

    @Test
    void noLineOfAStateCanBeChangedFromOutside() {
        CartState cart = CartState.of(List.of(OPENED, TWO_BOOTS));

        assertThatThrownBy(() -> cart.lines().clear()).isInstanceOf(UnsupportedOperationException.class);
    }
}
