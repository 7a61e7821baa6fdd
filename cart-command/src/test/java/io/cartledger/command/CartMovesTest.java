package io.cartledger.command;

import static io.cartledger.command.Samples.BOOT;
import static io.cartledger.command.Samples.CUSTOMER;
import static io.cartledger.command.Samples.CUSTOMERS;
import static io.cartledger.command.Samples.ENGRAVED;
import static io.cartledger.command.Samples.GUESTS;
import static io.cartledger.command.Samples.ID;
import static io.cartledger.command.Samples.NOBODYS;
import static io.cartledger.command.Samples.ORDER;
import static io.cartledger.command.Samples.OTHER;
import static io.cartledger.command.Samples.SOCK;
import static io.cartledger.command.Samples.WHY;
import static io.cartledger.command.Samples.add;
import static io.cartledger.command.Samples.added;
import static io.cartledger.command.Samples.correct;
import static io.cartledger.command.Samples.corrected;
import static io.cartledger.command.Samples.state;
import static org.assertj.core.api.Assertions.assertThat;

import io.cartledger.cart.CartCommand;
import io.cartledger.cart.CartCommand.AbandonCart;
import io.cartledger.cart.CartCommand.CheckOut;
import io.cartledger.cart.CartCommand.ClaimCart;
import io.cartledger.cart.CartCommand.ClearCart;
import io.cartledger.cart.CartCommand.OpenCart;
import io.cartledger.cart.CartCommand.RestoreCart;
import io.cartledger.cart.CartEvent;
import io.cartledger.cart.CartEvent.CartAbandoned;
import io.cartledger.cart.CartEvent.CartCheckedOut;
import io.cartledger.cart.CartEvent.CartClaimed;
import io.cartledger.cart.CartEvent.CartCleared;
import io.cartledger.cart.CartEvent.CartMerged;
import io.cartledger.cart.CartEvent.CartRestored;
import io.cartledger.cart.CartEvent.LineAfter;
import io.cartledger.cart.CartState;
import io.cartledger.cart.MergePolicy;
import io.cartledger.cart.PurchaseLimits;
import io.cartledger.cart.Quantity;
import io.cartledger.cart.Sku;
import io.cartledger.command.ledger.Moves;
import io.cartledger.command.ledger.Moves.LimitMove;
import io.cartledger.command.ledger.Moves.OpenCartMove;
import io.cartledger.command.ledger.Moves.OpenCartMove.Kind;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** What a command moves besides its cart's events. Of the boot there is a limit of 2, of the sock none. */
class CartMovesTest {

    private static final PurchaseLimits LIMITS = new PurchaseLimits(Map.of(new Sku("DRN-7X"), 2), Duration.ofDays(30));
    private static final CartEvent TWO = added(BOOT, 2, 2);
    private static final CartCommand ADD = add(BOOT, 1);
    private static final CartCommand CLAIM = new ClaimCart(ID, CUSTOMER, MergePolicy.SUM);

    @Test
    void theFirstAddTakesItsOwnersPlace() {
        Moves moves = moves(ADD, CartState.NONE, state(GUESTS, TWO));

        assertThat(moves.openCarts()).containsExactly(open("guest/g-1", Kind.TAKE));
        assertThat(moves.limitUse()).isEmpty();
    }

    @Test
    void aCartThatIsMadeByNameTakesThePlaceOnlyIfItIsFree() {
        assertThat(moves(new OpenCart(ID, CUSTOMER), CartState.NONE, state(CUSTOMERS))
                        .openCarts())
                .containsExactly(open("customer/4421", Kind.OFFER));
    }

    @Test
    void nobodysCartTakesNoPlaceAndNoLimit() {
        assertThat(moves(ADD, CartState.NONE, state(NOBODYS, TWO))).isEqualTo(Moves.NONE);
    }

    @Test
    void aChangeOfAnOpenCartLeavesThePlaceAsItIs() {
        assertThat(moves(ADD, state(CUSTOMERS), state(CUSTOMERS, TWO)).openCarts())
                .isEmpty();
    }

    @Test
    void aClaimLeavesTheGuestsPlaceAndTakesTheCustomers() {
        CartState before = state(GUESTS, TWO);

        assertThat(moves(CLAIM, before, state(GUESTS, TWO, new CartClaimed(CUSTOMER)))
                        .openCarts())
                .containsExactly(open("guest/g-1", Kind.RELEASE), open("customer/4421", Kind.TAKE));
    }

    @Test
    void whatClosesLeavesItsPlace() {
        CartState before = state(CUSTOMERS, TWO);

        assertThat(moves(new CheckOut(ID, ORDER), before, state(CUSTOMERS, TWO, new CartCheckedOut(ORDER)))
                        .openCarts())
                .containsExactly(open("customer/4421", Kind.RELEASE));
        assertThat(moves(new AbandonCart(ID, 1), before, state(CUSTOMERS, TWO, new CartAbandoned()))
                        .openCarts())
                .containsExactly(open("customer/4421", Kind.RELEASE));
    }

    @Test
    void whatReopensTakesItsPlaceAgain() {
        CartState before = state(CUSTOMERS, TWO, new CartAbandoned());

        assertThat(moves(ADD, before, state(CUSTOMERS, TWO, new CartAbandoned(), added(BOOT, 1, 3)))
                        .openCarts())
                .containsExactly(open("customer/4421", Kind.TAKE));
    }

    @Test
    void aMergeFreesThePlaceOfWhatClosesForWhatGoesOn() {
        CartState before = state(CUSTOMERS, TWO);

        assertThat(CartMoves.ofMerge(ID, before, state(CUSTOMERS, TWO, new CartMerged(OTHER)))
                        .toMoves(LIMITS)
                        .openCarts())
                .containsExactly(open("customer/4421", Kind.RELEASE));
        assertThat(CartMoves.ofMerge(ID, before, state(CUSTOMERS, TWO, added(SOCK, 1, 1)))
                        .toMoves(LIMITS)
                        .openCarts())
                .containsExactly(open("customer/4421", Kind.OFFER));
    }

    @Test
    void unitsThatAreAddedCountAndAreChecked() {
        assertThat(moves(ADD, state(CUSTOMERS, TWO), state(CUSTOMERS, TWO, added(BOOT, 1, 3)))
                        .limitUse())
                .containsExactly(boots(1, 0, true));
    }

    @Test
    void unitsOfASkuCountWhateverTheirOptions() {
        assertThat(moves(ADD, state(CUSTOMERS), state(CUSTOMERS, TWO, added(ENGRAVED, 3, 3)))
                        .limitUse())
                .containsExactly(boots(5, 0, true));
    }

    @Test
    void unitsThatGoAreToldAndNotChecked() {
        assertThat(moves(new ClearCart(ID), state(CUSTOMERS, TWO), state(CUSTOMERS, TWO, new CartCleared()))
                        .limitUse())
                .containsExactly(boots(-2, 0, false));
    }

    @Test
    void unitsOfASkuWithoutALimitCountToo() {
        assertThat(moves(ADD, state(CUSTOMERS), state(CUSTOMERS, added(SOCK, 1, 1)))
                        .limitUse())
                .containsExactly(new LimitMove("4421", "SOCK", 1, 0, 1, null, true));
    }

    @Test
    void unitsThatStayAsTheyAreMoveNothing() {
        assertThat(moves(ADD, state(CUSTOMERS, TWO), state(CUSTOMERS, TWO, added(SOCK, 1, 1)))
                        .limitUse())
                .extracting(LimitMove::sku)
                .containsExactly("SOCK");
    }

    @Test
    void aClaimBringsTheGuestsUnitsUnchecked() {
        assertThat(moves(CLAIM, state(GUESTS, TWO), state(GUESTS, TWO, new CartClaimed(CUSTOMER)))
                        .limitUse())
                .containsExactly(boots(2, 0, false));
    }

    @Test
    void aCorrectionCountsAndIsNotChecked() {
        assertThat(moves(correct(BOOT, 5), state(CUSTOMERS, TWO), state(CUSTOMERS, TWO, corrected(BOOT, 5)))
                        .limitUse())
                .containsExactly(boots(3, 0, 3, false));
    }

    @Test
    void whatARestorationBringsBackIsChecked() {
        var restored = new CartRestored(1, List.of(new LineAfter(BOOT, new Quantity(2))), WHY);

        assertThat(moves(
                                new RestoreCart(ID, 1, WHY),
                                state(CUSTOMERS, TWO, new CartCleared()),
                                state(CUSTOMERS, TWO, new CartCleared(), restored))
                        .limitUse())
                .containsExactly(boots(2, 0, true));
    }

    @Test
    void aCheckOutMovesUnitsFromTheOpenCartToTheOrderAndIsChecked() {
        assertThat(moves(
                                new CheckOut(ID, ORDER),
                                state(CUSTOMERS, TWO),
                                state(CUSTOMERS, TWO, new CartCheckedOut(ORDER)))
                        .limitUse())
                .containsExactly(boots(-2, 2, true));
    }

    @Test
    void anAbandonedCartCountsNoLonger() {
        CartState abandoned = state(CUSTOMERS, TWO, new CartAbandoned());

        assertThat(moves(new AbandonCart(ID, 1), state(CUSTOMERS, TWO), abandoned)
                        .limitUse())
                .containsExactly(boots(-2, 0, false));
    }

    /** Those that were there all along come back as well: only what is new is checked. */
    @Test
    void reopeningBringsAllItsUnitsBack() {
        CartState abandoned = state(CUSTOMERS, TWO, new CartAbandoned());
        CartState reopened = state(CUSTOMERS, TWO, new CartAbandoned(), added(SOCK, 1, 1));

        assertThat(moves(add(SOCK, 1), abandoned, reopened).limitUse())
                .containsExactlyInAnyOrder(boots(2, 0, false), new LimitMove("4421", "SOCK", 1, 0, 1, null, true));
    }

    @Test
    void whatIsAddedToACartThatIsReopenedIsToldFromWhatWasThere() {
        CartState abandoned = state(CUSTOMERS, TWO, new CartAbandoned());
        CartState reopened = state(CUSTOMERS, TWO, new CartAbandoned(), added(BOOT, 1, 3));

        assertThat(moves(add(BOOT, 1), abandoned, reopened).limitUse()).containsExactly(boots(3, 0, 1, true));
    }

    @Test
    void aMergeTakesFromOneCartWhatItGivesToTheOther() {
        CartState from = state(CUSTOMERS, TWO);
        Moves gone = CartMoves.ofMerge(OTHER, from, state(CUSTOMERS, TWO, new CartMerged(ID)))
                .toMoves(LIMITS);
        Moves come =
                CartMoves.ofMerge(ID, state(CUSTOMERS), state(CUSTOMERS, TWO)).toMoves(LIMITS);

        assertThat(gone.limitUse()).containsExactly(boots(-2, 0, false));
        assertThat(come.limitUse()).containsExactly(boots(2, 0, 2, false));
    }

    private static Moves moves(CartCommand command, CartState before, CartState after) {
        return CartMoves.of(command, before, after).toMoves(LIMITS);
    }

    private static OpenCartMove open(String owner, Kind kind) {
        return new OpenCartMove(owner, "c-1", kind);
    }

    private static LimitMove boots(int open, int ordered, boolean checked) {
        return boots(open, ordered, checked && ordered == 0 ? open : 0, checked);
    }

    private static LimitMove boots(int open, int ordered, int added, boolean checked) {
        return new LimitMove("4421", "DRN-7X", open, ordered, added, 2, checked);
    }
}
