package io.cartledger.command;

import static io.cartledger.command.Samples.BOOT;
import static io.cartledger.command.Samples.CUSTOMER;
import static io.cartledger.command.Samples.CUSTOMERS;
import static io.cartledger.command.Samples.ID;
import static io.cartledger.command.Samples.LIMITS;
import static io.cartledger.command.Samples.ORDER;
import static io.cartledger.command.Samples.OTHER;
import static io.cartledger.command.Samples.add;
import static io.cartledger.command.Samples.added;
import static io.cartledger.command.Samples.changed;
import static io.cartledger.command.Samples.correct;
import static io.cartledger.command.Samples.unchanged;

import io.cartledger.cart.CartCommand;
import io.cartledger.cart.CartCommand.AbandonCart;
import io.cartledger.cart.CartCommand.ChangeQuantity;
import io.cartledger.cart.CartCommand.CheckOut;
import io.cartledger.cart.CartCommand.ClaimCart;
import io.cartledger.cart.CartCommand.ClearCart;
import io.cartledger.cart.CartCommand.OpenCart;
import io.cartledger.cart.CartCommand.RemoveItem;
import io.cartledger.cart.CartEvent;
import io.cartledger.cart.CartEvent.CartAbandoned;
import io.cartledger.cart.CartEvent.CartCheckedOut;
import io.cartledger.cart.CartEvent.CartMerged;
import io.cartledger.cart.MergePolicy;
import io.cartledger.cart.OrderReference;
import io.cartledger.cart.Outcome.Refused;
import io.cartledger.cart.Refusal.CartClosed;
import io.cartledger.cart.Refusal.CartEmpty;
import io.cartledger.cart.Refusal.CartExists;
import io.cartledger.cart.Refusal.CartIsAbandoned;
import io.cartledger.cart.Refusal.CartNotFound;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Check-out, abandoning, and what a cart says that is not open. */
class ClosingTest {

    private static final CartEvent TWO = added(BOOT, 2, 2);
    private static final CartEvent CHECKED_OUT = new CartCheckedOut(ORDER);
    private static final CartEvent MERGED = new CartMerged(OTHER);
    private static final CartEvent ABANDONED = new CartAbandoned();

    private final CartFixture cart = new CartFixture(ID, LIMITS);

    @Test
    void checkingOutClosesTheCartAsAnOrder() {
        cart.given(CUSTOMERS, TWO)
                .when(new CheckOut(ID, ORDER))
                .expect(changed(CUSTOMERS, TWO, CHECKED_OUT), CHECKED_OUT);
    }

    @Test
    void theSameOrderAgainIsTheSameSuccess() {
        cart.given(CUSTOMERS, TWO, CHECKED_OUT)
                .when(new CheckOut(ID, ORDER))
                .expect(unchanged(CUSTOMERS, TWO, CHECKED_OUT));
    }

    @Test
    void anotherOrderIsRefused() {
        cart.given(CUSTOMERS, TWO, CHECKED_OUT)
                .when(new CheckOut(ID, new OrderReference("O-2")))
                .expect(new Refused<>(new CartClosed(ID, ORDER, null)));
    }

    @Test
    void anEmptyCartIsNoOrder() {
        cart.given(CUSTOMERS).when(new CheckOut(ID, ORDER)).expect(new Refused<>(new CartEmpty(ID)));
    }

    @Test
    void anIdleCartIsAbandoned() {
        cart.given(CUSTOMERS, TWO).when(new AbandonCart(ID, 1)).expect(changed(CUSTOMERS, TWO, ABANDONED), ABANDONED);
    }

    @Test
    void aCartThatHasMovedOnSinceItWasFoundIdleStaysOpen() {
        cart.given(CUSTOMERS, TWO).when(new AbandonCart(ID, 0)).expect(unchanged(CUSTOMERS, TWO));
    }

    @Test
    void aVersionThatIsYetToComeAbandonsNothing() {
        cart.given(CUSTOMERS, TWO).when(new AbandonCart(ID, 2)).expect(unchanged(CUSTOMERS, TWO));
    }

    @ParameterizedTest
    @MethodSource("closings")
    void whatIsNotOpenIsNotAbandoned(CartEvent closing) {
        cart.given(CUSTOMERS, TWO, closing).when(new AbandonCart(ID, 2)).expect(unchanged(CUSTOMERS, TWO, closing));
    }

    static Stream<CartEvent> closings() {
        return Stream.of(CHECKED_OUT, MERGED, ABANDONED);
    }

    @Test
    void addingReopensAnAbandonedCart() {
        cart.given(CUSTOMERS, TWO, ABANDONED)
                .when(add(BOOT, 1))
                .expect(changed(CUSTOMERS, TWO, ABANDONED, added(BOOT, 1, 3)), added(BOOT, 1, 3));
    }

    /** Everything but adding and claiming, and check-out of another order. */
    static Stream<CartCommand> changesOfOpenCarts() {
        return Stream.of(
                new ChangeQuantity(ID, BOOT.itemId(), 1),
                new RemoveItem(ID, BOOT.itemId()),
                correct(BOOT, 1),
                new ClearCart(ID),
                new CheckOut(ID, new OrderReference("O-2")));
    }

    static Stream<CartCommand> changes() {
        return Stream.concat(changesOfOpenCarts(), Stream.of(new ClaimCart(ID, CUSTOMER, MergePolicy.SUM)));
    }

    @ParameterizedTest
    @MethodSource("changesOfOpenCarts")
    void anAbandonedCartTakesOnlyAddsAndClaims(CartCommand command) {
        cart.given(CUSTOMERS, TWO, ABANDONED).when(command).expect(new Refused<>(new CartIsAbandoned(ID)));
    }

    @ParameterizedTest
    @MethodSource("changes")
    void aCheckedOutCartTakesNothing(CartCommand command) {
        cart.given(CUSTOMERS, TWO, CHECKED_OUT).when(command).expect(new Refused<>(new CartClosed(ID, ORDER, null)));
    }

    @ParameterizedTest
    @MethodSource("changes")
    void aMergedCartTakesNothing(CartCommand command) {
        cart.given(CUSTOMERS, TWO, MERGED).when(command).expect(new Refused<>(new CartClosed(ID, null, OTHER)));
    }

    @Test
    void aClosedCartTakesNoAdds() {
        cart.given(CUSTOMERS, TWO, CHECKED_OUT)
                .when(add(BOOT, 1))
                .expect(new Refused<>(new CartClosed(ID, ORDER, null)));
        new CartFixture(ID, LIMITS)
                .given(CUSTOMERS, TWO, MERGED)
                .when(add(BOOT, 1))
                .expect(new Refused<>(new CartClosed(ID, null, OTHER)));
    }

    @ParameterizedTest
    @MethodSource("closings")
    void aCartIsMadeOnceWhateverHasBecomeOfIt(CartEvent closing) {
        cart.given(CUSTOMERS, TWO, closing).when(new OpenCart(ID, null)).expect(new Refused<>(new CartExists(ID)));
    }

    @ParameterizedTest
    @MethodSource("changes")
    void aCartThatIsNotThereTakesNothing(CartCommand command) {
        cart.given().when(command).expect(new Refused<>(new CartNotFound(ID)));
    }
}
