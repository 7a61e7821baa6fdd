package io.cartledger.command;

import static io.cartledger.command.Samples.BOOT;
import static io.cartledger.command.Samples.CUSTOMER;
import static io.cartledger.command.Samples.CUSTOMERS;
import static io.cartledger.command.Samples.GUESTS;
import static io.cartledger.command.Samples.ID;
import static io.cartledger.command.Samples.LIMITS;
import static io.cartledger.command.Samples.NOBODYS;
import static io.cartledger.command.Samples.OTHER_CUSTOMER;
import static io.cartledger.command.Samples.added;
import static io.cartledger.command.Samples.changed;
import static io.cartledger.command.Samples.customer;
import static io.cartledger.command.Samples.formerGuest;
import static io.cartledger.command.Samples.from;
import static io.cartledger.command.Samples.guest;
import static io.cartledger.command.Samples.unchanged;

import io.cartledger.cart.Caller;
import io.cartledger.cart.CartCommand.ClaimCart;
import io.cartledger.cart.CartEvent;
import io.cartledger.cart.CartEvent.CartAbandoned;
import io.cartledger.cart.CartEvent.CartClaimed;
import io.cartledger.cart.CartEvent.CartOpened;
import io.cartledger.cart.GuestId;
import io.cartledger.cart.MergePolicy;
import io.cartledger.cart.Outcome.Refused;
import io.cartledger.cart.Refusal.CartNotFound;
import io.cartledger.cart.Refusal.OtherCustomersCart;
import org.junit.jupiter.api.Test;

/** A claim by a customer who has no other open cart. */
class ClaimTest {

    private static final ClaimCart CLAIM = new ClaimCart(ID, CUSTOMER, MergePolicy.SUM);
    private static final CartEvent TWO = added(BOOT, 2, 2);
    private static final CartEvent CLAIMED = new CartClaimed(CUSTOMER);

    private final CartFixture cart = new CartFixture(ID, LIMITS);

    @Test
    void aCustomerClaimsAGuestsCart() {
        cart.given(GUESTS, TWO).when(from(formerGuest(CUSTOMER), CLAIM)).expect(changed(GUESTS, TWO, CLAIMED), CLAIMED);
    }

    @Test
    void aGuestsCartIsNotThereForACustomerWhoWasAnotherGuestOrNone() {
        var another = new Caller(Caller.Kind.CUSTOMER, CUSTOMER.value(), new GuestId("another"));

        cart.given(GUESTS, TWO).when(from(customer(CUSTOMER), CLAIM)).expect(new Refused<>(new CartNotFound(ID)));
        new CartFixture(ID, LIMITS)
                .given(GUESTS, TWO)
                .when(from(another, CLAIM))
                .expect(new Refused<>(new CartNotFound(ID)));
    }

    @Test
    void nobodysCartIsForBackEndsToClaim() {
        cart.given(NOBODYS, TWO).when(from(formerGuest(CUSTOMER), CLAIM)).expect(new Refused<>(new CartNotFound(ID)));
        new CartFixture(ID, LIMITS).given(NOBODYS, TWO).when(CLAIM).expect(changed(NOBODYS, TWO, CLAIMED), CLAIMED);
    }

    @Test
    void aBackEndClaimsForACustomer() {
        cart.given(GUESTS, TWO).when(CLAIM).expect(changed(GUESTS, TWO, CLAIMED), CLAIMED);
    }

    @Test
    void claimingOnesOwnCartChangesNothing() {
        cart.given(CUSTOMERS, TWO).when(from(customer(CUSTOMER), CLAIM)).expect(unchanged(CUSTOMERS, TWO));
        new CartFixture(ID, LIMITS)
                .given(GUESTS, TWO, CLAIMED)
                .when(from(customer(CUSTOMER), CLAIM))
                .expect(unchanged(GUESTS, TWO, CLAIMED));
    }

    @Test
    void anotherCustomersCartIsNotThereForACustomer() {
        cart.given(CartOpened.by(OTHER_CUSTOMER), TWO)
                .when(from(customer(CUSTOMER), CLAIM))
                .expect(new Refused<>(new CartNotFound(ID)));
    }

    @Test
    void aBackEndIsToldThatItIsAnotherCustomers() {
        cart.given(CartOpened.by(OTHER_CUSTOMER), TWO).when(CLAIM).expect(new Refused<>(new OtherCustomersCart(ID)));
    }

    @Test
    void whoseItIsComesBeforeWhatHasBecomeOfIt() {
        cart.given(CartOpened.by(OTHER_CUSTOMER), TWO, new CartAbandoned())
                .when(CLAIM)
                .expect(new Refused<>(new OtherCustomersCart(ID)));
    }

    @Test
    void anAbandonedCartIsClaimedAndOpenAgain() {
        cart.given(GUESTS, TWO, new CartAbandoned())
                .when(from(formerGuest(CUSTOMER), CLAIM))
                .expect(changed(GUESTS, TWO, new CartAbandoned(), CLAIMED), CLAIMED);
    }

    @Test
    void anAbandonedCartOfTheCustomersOwnIsOpenAgain() {
        cart.given(CUSTOMERS, TWO, new CartAbandoned())
                .when(from(customer(CUSTOMER), CLAIM))
                .expect(changed(CUSTOMERS, TWO, new CartAbandoned(), CLAIMED), CLAIMED);
    }

    @Test
    void onceClaimedItIsNoLongerTheGuests() {
        cart.given(GUESTS, TWO, CLAIMED)
                .when(from(guest(), Samples.add(BOOT, 1)))
                .expect(new Refused<>(new CartNotFound(ID)));
    }

    @Test
    void aGuestOfTheSameNameAsTheCustomerHasAnotherCart() {
        cart.given(CartOpened.by(new GuestId(CUSTOMER.value())), TWO)
                .when(from(customer(CUSTOMER), Samples.add(BOOT, 1)))
                .expect(new Refused<>(new CartNotFound(ID)));
    }
}
