package io.cartledger.cart;

import static org.assertj.core.api.Assertions.assertThat;

import io.cartledger.cart.CartEvent.CartAbandoned;
import io.cartledger.cart.CartEvent.CartClaimed;
import io.cartledger.cart.CartEvent.CartCleared;
import io.cartledger.cart.CartEvent.CartMerged;
import io.cartledger.cart.CartEvent.CartOpened;
import io.cartledger.cart.CartEvent.ItemAdded;
import io.cartledger.cart.CartEvent.LinesAbsorbed;
import java.util.List;
import org.junit.jupiter.api.Test;

class PlacesTest {

    private static final GuestId GUEST = new GuestId("g1");
    private static final CustomerId CUSTOMER = new CustomerId("4421");
    private static final CartId OTHER = new CartId("c-2");
    private static final Places NOTHING = new Places(null, null);

    @Test
    void aCartThatOpensWantsItsOwnersPlace() {
        assertThat(moved(CartState.NONE, CartOpened.by(GUEST))).isEqualTo(new Places(null, GUEST));
        assertThat(moved(CartState.NONE, CartOpened.by(null))).isEqualTo(NOTHING);
    }

    @Test
    void whatChangesInItMovesNothing() {
        assertThat(moved(of(CartOpened.by(GUEST)), new CartCleared())).isEqualTo(NOTHING);
    }

    @Test
    void aCartThatChangesHandsLeavesOnePlaceAndWantsTheOther() {
        assertThat(moved(of(CartOpened.by(GUEST)), new CartClaimed(CUSTOMER))).isEqualTo(new Places(GUEST, CUSTOMER));
    }

    @Test
    void aCartThatClosesLeavesItsPlaceAndWantsItAgainOnceItIsReopened() {
        CartState open = of(CartOpened.by(GUEST));
        CartState abandoned = open.apply(1, new CartAbandoned());
        var add = new ItemAdded(new Item(new Sku("DRN-7X")), new Quantity(1), new Quantity(1));

        assertThat(moved(open, new CartMerged(OTHER))).isEqualTo(new Places(GUEST, null));
        assertThat(moved(open, new CartAbandoned())).isEqualTo(new Places(GUEST, null));
        assertThat(moved(abandoned, add)).isEqualTo(new Places(null, GUEST));
        assertThat(moved(abandoned, new CartClaimed(CUSTOMER))).isEqualTo(new Places(null, CUSTOMER));
        assertThat(moved(abandoned, new CartMerged(OTHER))).isEqualTo(NOTHING);
    }

    @Test
    void aCartThatAbsorbsAnotherWantsThePlaceThatMayHaveBeenTheOthers() {
        var absorbed = new LinesAbsorbed(OTHER, MergePolicy.SUM, List.of());

        assertThat(moved(of(CartOpened.by(GUEST)), absorbed)).isEqualTo(new Places(null, GUEST));
        assertThat(moved(of(CartOpened.by(null)), absorbed)).isEqualTo(NOTHING);
    }

    private static CartState of(CartEvent event) {
        return CartState.of(List.of(event));
    }

    private static Places moved(CartState before, CartEvent event) {
        return Places.moved(before, event, before.apply(before.version() + 1, event));
    }
}
