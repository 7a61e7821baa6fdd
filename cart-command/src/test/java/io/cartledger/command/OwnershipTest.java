package io.cartledger.command;

import static io.cartledger.command.Samples.BOOT;
import static io.cartledger.command.Samples.CUSTOMER;
import static io.cartledger.command.Samples.CUSTOMERS;
import static io.cartledger.command.Samples.GUESTS;
import static io.cartledger.command.Samples.ID;
import static io.cartledger.command.Samples.LIMITS;
import static io.cartledger.command.Samples.NOBODYS;
import static io.cartledger.command.Samples.ORDER;
import static io.cartledger.command.Samples.OTHER_CUSTOMER;
import static io.cartledger.command.Samples.add;
import static io.cartledger.command.Samples.added;
import static io.cartledger.command.Samples.changed;
import static io.cartledger.command.Samples.correct;
import static io.cartledger.command.Samples.customer;
import static io.cartledger.command.Samples.formerGuest;
import static io.cartledger.command.Samples.from;
import static io.cartledger.command.Samples.guest;
import static io.cartledger.command.Samples.ifMatch;
import static io.cartledger.command.Samples.state;
import static io.cartledger.command.Samples.unchanged;

import io.cartledger.cart.Caller;
import io.cartledger.cart.CartCommand;
import io.cartledger.cart.CartCommand.ChangeCart;
import io.cartledger.cart.CartCommand.ChangeQuantity;
import io.cartledger.cart.CartCommand.CheckOut;
import io.cartledger.cart.CartCommand.ClaimCart;
import io.cartledger.cart.CartCommand.ClearCart;
import io.cartledger.cart.CartCommand.OpenCart;
import io.cartledger.cart.CartCommand.RemoveItem;
import io.cartledger.cart.CartEvent;
import io.cartledger.cart.CartEvent.CartCheckedOut;
import io.cartledger.cart.CartState;
import io.cartledger.cart.MergePolicy;
import io.cartledger.cart.Outcome.Refused;
import io.cartledger.cart.Refusal.CartEmpty;
import io.cartledger.cart.Refusal.CartNotFound;
import io.cartledger.cart.Refusal.PreconditionFailed;
import io.cartledger.http.Preconditions;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Which carts there are for whom, and in which versions. */
class OwnershipTest {

    private static final CartEvent TWO = added(BOOT, 2, 2);

    private final CartFixture cart = new CartFixture(ID, LIMITS);

    static Stream<CartCommand> commands() {
        return Stream.of(
                add(BOOT, 1),
                new ChangeQuantity(ID, BOOT.itemId(), 1),
                new RemoveItem(ID, BOOT.itemId()),
                new ClearCart(ID),
                correct(BOOT, 1),
                new CheckOut(ID, ORDER),
                new OpenCart(ID, OTHER_CUSTOMER),
                new ChangeCart(ID, List.of(new ClearCart(ID))));
    }

    @ParameterizedTest
    @MethodSource("commands")
    void aForeignCartIsNotThere(CartCommand command) {
        cart.given(CUSTOMERS, TWO)
                .when(from(customer(OTHER_CUSTOMER), command))
                .expect(new Refused<>(new CartNotFound(ID)));
    }

    @ParameterizedTest
    @MethodSource("commands")
    void nobodysCartIsNotThereForAGuest(CartCommand command) {
        cart.given(NOBODYS, TWO).when(from(guest(), command)).expect(new Refused<>(new CartNotFound(ID)));
    }

    /** In the same words as a foreign one, so that nobody can tell which there are. */
    @ParameterizedTest
    @MethodSource("commands")
    void aShopperMakesNoCartUnderANameOfTheirChoice(CartCommand command) {
        cart.given().when(from(customer(OTHER_CUSTOMER), command)).expect(new Refused<>(new CartNotFound(ID)));
    }

    @Test
    void aShopperChangesTheirOwnCart() {
        cart.given(CUSTOMERS, TWO)
                .when(from(customer(CUSTOMER), add(BOOT, 1)))
                .expect(changed(CUSTOMERS, TWO, added(BOOT, 1, 3)), added(BOOT, 1, 3));
    }

    @Test
    void aCartThatAShoppersFirstAddMakesIsTheirs() {
        var request = new CartRequest(add(BOOT, 2), guest(), Preconditions.NONE, true);

        cart.given().when(request).expect(changed(GUESTS, TWO), GUESTS, TWO);
    }

    @Test
    void supportChangesEveryCart() {
        var support = new Caller(Caller.Kind.SUPPORT, "anna");

        cart.given(CUSTOMERS, TWO)
                .when(from(support, new RemoveItem(ID, Samples.SOCK.itemId())))
                .expect(unchanged(CUSTOMERS, TWO));
    }

    @Test
    void aCommandForThisVersionIsCarriedOut() {
        cart.given(CUSTOMERS, TWO)
                .when(inVersion(1, add(BOOT, 1)))
                .expect(changed(CUSTOMERS, TWO, added(BOOT, 1, 3)), added(BOOT, 1, 3));
    }

    @ParameterizedTest
    @MethodSource("commands")
    void aCommandForAnotherVersionIsRefusedWithTheCartAsItIs(CartCommand command) {
        cart.given(CUSTOMERS, TWO)
                .when(inVersion(0, command))
                .expect(new Refused<>(PreconditionFailed.of(ID, state(CUSTOMERS, TWO), customer(CUSTOMER))));
    }

    @Test
    void aCommandForAVersionMakesNoCart() {
        cart.given()
                .when(new CartRequest(add(BOOT, 2), guest(), ifMatch(0), true))
                .expect(new Refused<>(PreconditionFailed.of(ID, CartState.NONE, guest())));
    }

    @Test
    void whoMayNotSeeACartIsNotToldItsVersion() {
        cart.given(CUSTOMERS, TWO)
                .when(new CartRequest(add(BOOT, 1), customer(OTHER_CUSTOMER), ifMatch(0), false))
                .expect(new Refused<>(new CartNotFound(ID)));
    }

    /** A customer may claim it, and so hears of its version; the lines are not theirs to see before. */
    @Test
    void whoMayClaimACartIsToldItsVersionAlone() {
        var claim = new ClaimCart(ID, CUSTOMER, MergePolicy.SUM);

        cart.given(GUESTS, TWO)
                .when(new CartRequest(claim, formerGuest(CUSTOMER), ifMatch(0), false))
                .expect(new Refused<>(new PreconditionFailed("Cart c-1", 1, null)));
    }

    @Test
    void aGuestsCartThatIsClosedIsNotThereForWhoWouldClaimIt() {
        var claim = new ClaimCart(ID, CUSTOMER, MergePolicy.SUM);

        cart.given(GUESTS, TWO, new CartCheckedOut(ORDER))
                .when(from(formerGuest(CUSTOMER), claim))
                .expect(new Refused<>(new CartNotFound(ID)));
    }

    @Test
    void theVersionComesBeforeTheRules() {
        cart.given(CUSTOMERS).when(inVersion(0, new CheckOut(ID, ORDER))).expect(new Refused<>(new CartEmpty(ID)));
        new CartFixture(ID, LIMITS)
                .given(CUSTOMERS)
                .when(inVersion(7, new CheckOut(ID, ORDER)))
                .expect(new Refused<>(PreconditionFailed.of(ID, state(CUSTOMERS), customer(CUSTOMER))));
    }

    private static CartRequest inVersion(long version, CartCommand command) {
        return new CartRequest(command, customer(CUSTOMER), ifMatch(version), false);
    }
}
