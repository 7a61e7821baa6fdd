package io.cartledger.command;

import static io.cartledger.command.Samples.BOOT;
import static io.cartledger.command.Samples.CUSTOMERS;
import static io.cartledger.command.Samples.ENGRAVED;
import static io.cartledger.command.Samples.GUESTS;
import static io.cartledger.command.Samples.ID;
import static io.cartledger.command.Samples.LIMITS;
import static io.cartledger.command.Samples.ORDER;
import static io.cartledger.command.Samples.SOCK;
import static io.cartledger.command.Samples.add;
import static io.cartledger.command.Samples.added;
import static io.cartledger.command.Samples.guest;
import static io.cartledger.command.Samples.state;

import io.cartledger.cart.CartCommand;
import io.cartledger.cart.CartCommand.ChangeCart;
import io.cartledger.cart.CartCommand.ChangeQuantity;
import io.cartledger.cart.CartCommand.CheckOut;
import io.cartledger.cart.CartCommand.ClearCart;
import io.cartledger.cart.CartCommand.RemoveItem;
import io.cartledger.cart.CartEvent.CartCheckedOut;
import io.cartledger.cart.CartEvent.CartCleared;
import io.cartledger.cart.CartEvent.ItemRemoved;
import io.cartledger.cart.CartEvent.QuantityChanged;
import io.cartledger.cart.OrderReference;
import io.cartledger.cart.Outcome.Changed;
import io.cartledger.cart.Outcome.Effect;
import io.cartledger.cart.Outcome.Refused;
import io.cartledger.cart.Outcome.Unchanged;
import io.cartledger.cart.Quantity;
import io.cartledger.cart.Refusal.CartClosed;
import io.cartledger.cart.Refusal.CartNotFound;
import io.cartledger.cart.Refusal.ChangeRefused;
import io.cartledger.cart.Refusal.LineNotFound;
import io.cartledger.cart.Refusal.LineQuantityExceeded;
import io.cartledger.cart.Refusal.TooManyLines;
import io.cartledger.http.Preconditions;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Several changes at once: all of them or none. */
class SeveralChangesTest {

    private final CartFixture cart = new CartFixture(ID, LIMITS);

    @Test
    void eachChangeIsDecidedOnWhatThoseBeforeItLeave() {
        var changed = new QuantityChanged(BOOT.itemId(), new Quantity(4));
        var removed = new ItemRemoved(BOOT.itemId());
        var checkedOut = new CartCheckedOut(ORDER);

        cart.given(CUSTOMERS)
                .when(all(
                        add(BOOT, 1),
                        add(BOOT, 2),
                        new ChangeQuantity(ID, BOOT.itemId(), 4),
                        new RemoveItem(ID, BOOT.itemId()),
                        add(SOCK, 1),
                        new CheckOut(ID, ORDER)))
                .expect(
                        new Changed<>(
                                state(
                                        CUSTOMERS,
                                        added(BOOT, 1, 1),
                                        added(BOOT, 2, 3),
                                        changed,
                                        removed,
                                        added(SOCK, 1, 1),
                                        checkedOut),
                                List.of(
                                        Effect.CHANGED,
                                        Effect.CHANGED,
                                        Effect.CHANGED,
                                        Effect.CHANGED,
                                        Effect.CHANGED,
                                        Effect.CHANGED)),
                        added(BOOT, 1, 1),
                        added(BOOT, 2, 3),
                        changed,
                        removed,
                        added(SOCK, 1, 1),
                        checkedOut);
    }

    @Test
    void eachChangeHasItsOwnOutcome() {
        cart.given(CUSTOMERS)
                .when(all(new ClearCart(ID), add(BOOT, 1), new RemoveItem(ID, SOCK.itemId()), new ClearCart(ID)))
                .expect(
                        new Changed<>(
                                state(CUSTOMERS, added(BOOT, 1, 1), new CartCleared()),
                                List.of(Effect.UNCHANGED, Effect.CHANGED, Effect.UNCHANGED, Effect.CHANGED)),
                        added(BOOT, 1, 1),
                        new CartCleared());
    }

    @Test
    void changesThatChangeNothingAreASuccess() {
        cart.given(CUSTOMERS)
                .when(all(new ClearCart(ID), new RemoveItem(ID, BOOT.itemId())))
                .expect(new Unchanged<>(state(CUSTOMERS), List.of(Effect.UNCHANGED, Effect.UNCHANGED)));
    }

    @Test
    void theFirstOfThemMayOpenTheCart() {
        var request = new CartRequest(all(add(BOOT, 1), add(ENGRAVED, 1)), guest(), Preconditions.NONE, true);

        cart.given()
                .when(request)
                .expect(
                        new Changed<>(
                                state(GUESTS, added(BOOT, 1, 1), added(ENGRAVED, 1, 1)),
                                List.of(Effect.CHANGED, Effect.CHANGED)),
                        GUESTS,
                        added(BOOT, 1, 1),
                        added(ENGRAVED, 1, 1));
    }

    @Test
    void oneThatIsRefusedLeavesNoneOfThem() {
        cart.given(CUSTOMERS)
                .when(all(add(BOOT, 1), new ClearCart(ID), new ChangeQuantity(ID, BOOT.itemId(), 2)))
                .expect(new Refused<>(new ChangeRefused(2, new LineNotFound(ID, BOOT.itemId()))));
    }

    @Test
    void theFirstThatIsRefusedIsTold() {
        cart.given()
                .when(all(new ClearCart(ID), add(BOOT, 1)))
                .expect(new Refused<>(new ChangeRefused(0, new CartNotFound(ID))));
    }

    @Test
    void limitsHoldWithinThem() {
        cart.given(CUSTOMERS)
                .when(all(add(BOOT, 6), add(BOOT, 5)))
                .expect(new Refused<>(new ChangeRefused(1, new LineQuantityExceeded(BOOT.itemId(), 6, 11, 10))));
        new CartFixture(ID, LIMITS)
                .given(CUSTOMERS)
                .when(all(add(BOOT, 1), add(ENGRAVED, 1), add(SOCK, 1)))
                .expect(new Refused<>(new ChangeRefused(2, new TooManyLines(2))));
    }

    @Test
    void nothingComesAfterACheckOut() {
        cart.given(CUSTOMERS)
                .when(all(add(BOOT, 1), new CheckOut(ID, ORDER), add(BOOT, 1)))
                .expect(new Refused<>(new ChangeRefused(2, new CartClosed(ID, ORDER, null))));
        new CartFixture(ID, LIMITS)
                .given(CUSTOMERS)
                .when(all(add(BOOT, 1), new CheckOut(ID, ORDER), new CheckOut(ID, new OrderReference("O-2"))))
                .expect(new Refused<>(new ChangeRefused(2, new CartClosed(ID, ORDER, null))));
    }

    private static ChangeCart all(CartCommand... changes) {
        return new ChangeCart(ID, List.of(changes));
    }
}
