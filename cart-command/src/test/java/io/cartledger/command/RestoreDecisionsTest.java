package io.cartledger.command;

import static io.cartledger.command.Samples.BOOT;
import static io.cartledger.command.Samples.CUSTOMER;
import static io.cartledger.command.Samples.CUSTOMERS;
import static io.cartledger.command.Samples.ENGRAVED;
import static io.cartledger.command.Samples.GUESTS;
import static io.cartledger.command.Samples.ID;
import static io.cartledger.command.Samples.LIMITS;
import static io.cartledger.command.Samples.ORDER;
import static io.cartledger.command.Samples.OTHER_CUSTOMER;
import static io.cartledger.command.Samples.SOCK;
import static io.cartledger.command.Samples.WHY;
import static io.cartledger.command.Samples.added;
import static io.cartledger.command.Samples.customer;
import static io.cartledger.command.Samples.guest;
import static io.cartledger.command.Samples.ifMatch;
import static io.cartledger.command.Samples.state;
import static org.assertj.core.api.Assertions.assertThat;

import io.cartledger.cart.Caller;
import io.cartledger.cart.CartCommand.RestoreCart;
import io.cartledger.cart.CartEvent;
import io.cartledger.cart.CartEvent.CartAbandoned;
import io.cartledger.cart.CartEvent.CartCheckedOut;
import io.cartledger.cart.CartEvent.CartCleared;
import io.cartledger.cart.CartEvent.CartRestored;
import io.cartledger.cart.CartEvent.ItemRemoved;
import io.cartledger.cart.CartEvent.LineAfter;
import io.cartledger.cart.CartState;
import io.cartledger.cart.Item;
import io.cartledger.cart.Quantity;
import io.cartledger.cart.Refusal;
import io.cartledger.cart.Refusal.CartClosed;
import io.cartledger.cart.Refusal.CartIsAbandoned;
import io.cartledger.cart.Refusal.CartNotFound;
import io.cartledger.cart.Refusal.LineQuantityExceeded;
import io.cartledger.cart.Refusal.PreconditionFailed;
import io.cartledger.cart.Refusal.RestorationRefused;
import io.cartledger.cart.Refusal.TooLong;
import io.cartledger.cart.Refusal.TooManyLines;
import io.cartledger.cart.Refusal.VersionNotFound;
import io.cartledger.cart.Sku;
import io.cartledger.http.Preconditions;
import java.util.Arrays;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Every rule of a cart that is to have earlier lines again. A line holds ten units, a cart two lines. */
class RestoreDecisionsTest {

    private static final CartEvent TWO = added(BOOT, 2, 2);
    private static final CartState CART = state(CUSTOMERS, TWO);

    @Test
    void itsOwnerMayAndNobodyElseWhoShopsFindsIt() {
        assertThat(whyNot(CART, 1, customer(CUSTOMER))).isEmpty();
        assertThat(whyNot(CART, 1, customer(OTHER_CUSTOMER))).contains(new CartNotFound(ID));
        assertThat(whyNot(CART, 1, guest())).contains(new CartNotFound(ID));
        assertThat(whyNot(state(GUESTS), 0, guest())).isEmpty();
    }

    @ParameterizedTest
    @EnumSource(
            value = Caller.Kind.class,
            names = {"SUPPORT", "BACK_END"})
    void whoHelpsMay(Caller.Kind kind) {
        assertThat(whyNot(CART, 0, new Caller(kind, "anna"))).isEmpty();
    }

    @Test
    void aCartThatIsNotThereHasNoPast() {
        assertThat(whyNot(CartState.NONE, 0, CartFixture.BACK_END)).contains(new CartNotFound(ID));
    }

    @Test
    void theCartHasToBeInTheVersionThatIsAskedFor() {
        assertThat(RestoreDecisions.whyNot(CART, new RestoreRequest(to(9), customer(CUSTOMER), ifMatch(0))))
                .contains(PreconditionFailed.of(ID, CART, customer(CUSTOMER)));
        assertThat(RestoreDecisions.whyNot(CART, new RestoreRequest(to(1), customer(CUSTOMER), ifMatch(1))))
                .isEmpty();
    }

    @Test
    void whatIsNotOpenStaysAsItIs() {
        assertThat(whyNot(state(CUSTOMERS, TWO, new CartAbandoned()), 0, CartFixture.BACK_END))
                .contains(new CartIsAbandoned(ID));
        assertThat(whyNot(state(CUSTOMERS, TWO, new CartCheckedOut(ORDER)), 9, CartFixture.BACK_END))
                .contains(new CartClosed(ID, ORDER, null));
    }

    @Test
    void aVersionThatIsYetToComeIsNamedWithTheOneThatIs() {
        assertThat(whyNot(CART, 2, customer(CUSTOMER))).contains(new VersionNotFound(ID, 2, 1));
    }

    @Test
    void theLinesAreWrittenOutAsTheyWere() {
        CartState now = state(CUSTOMERS, TWO, new CartCleared(), added(SOCK, 1, 1));

        assertThat(decide(now, state(CUSTOMERS, TWO, added(ENGRAVED, 3, 3)), 2))
                .isEqualTo(Decision.accept(restored(2, line(BOOT, 2), line(ENGRAVED, 3))));
        assertThat(decide(now, state(CUSTOMERS), 0)).isEqualTo(Decision.accept(restored(0)));
    }

    @Test
    void onlyOtherUnitsAreADifferenceToo() {
        assertThat(decide(CART, state(CUSTOMERS, added(BOOT, 1, 1)), 1))
                .isEqualTo(Decision.accept(restored(1, line(BOOT, 1))));
    }

    @Test
    void theSameLinesInAnotherOrderAreTheSame() {
        CartState now = state(CUSTOMERS, TWO, added(SOCK, 1, 1), new ItemRemoved(BOOT.itemId()), added(BOOT, 2, 2));

        assertThat(decide(now, state(CUSTOMERS, TWO, added(SOCK, 1, 1)), 2)).isEqualTo(Decision.accept());
    }

    @Test
    void upToItsLimitsACartIsRestored() {
        var longest = new Item(new Sku("SKU-5678"));

        assertThat(decide(state(CUSTOMERS), state(CUSTOMERS, added(longest, 10, 10), TWO), 2))
                .isEqualTo(Decision.accept(restored(2, line(longest, 10), line(BOOT, 2))));
    }

    @Test
    void whatIsMoreThanTheShopAllowsTodayIsNotRestored() {
        var longer = new Item(new Sku("SKU-56789"));

        assertThat(decide(CART, state(CUSTOMERS, added(BOOT, 11, 11)), 1))
                .isEqualTo(refused(1, new LineQuantityExceeded(BOOT.itemId(), 2, 11, 10)));
        assertThat(decide(CART, state(CUSTOMERS, TWO, added(SOCK, 11, 11)), 2))
                .isEqualTo(refused(2, new LineQuantityExceeded(SOCK.itemId(), 0, 11, 10)));
        assertThat(decide(CART, state(CUSTOMERS, added(longer, 1, 1)), 1))
                .isEqualTo(refused(1, new TooLong("sku", 9, 8)));
        assertThat(decide(CART, state(CUSTOMERS, TWO, added(SOCK, 1, 1), added(ENGRAVED, 1, 1)), 3))
                .isEqualTo(refused(3, new TooManyLines(2)));
    }

    private static Optional<Refusal> whyNot(CartState cart, long version, Caller caller) {
        return RestoreDecisions.whyNot(cart, new RestoreRequest(to(version), caller, Preconditions.NONE));
    }

    private static Decision<CartEvent> decide(CartState cart, CartState earlier, long version) {
        return new RestoreDecisions(LIMITS).decide(cart, earlier, to(version));
    }

    private static RestoreCart to(long version) {
        return new RestoreCart(ID, version, WHY);
    }

    private static CartEvent restored(long version, LineAfter... lines) {
        return new CartRestored(version, Arrays.asList(lines), WHY);
    }

    private static LineAfter line(Item item, int units) {
        return new LineAfter(item, new Quantity(units));
    }

    private static Decision<CartEvent> refused(long version, Refusal cause) {
        return Decision.refuse(new RestorationRefused(version, cause));
    }
}
