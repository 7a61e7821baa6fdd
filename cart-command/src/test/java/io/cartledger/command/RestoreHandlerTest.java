package io.cartledger.command;

import static io.cartledger.command.Samples.BOOT;
import static io.cartledger.command.Samples.CUSTOMER;
import static io.cartledger.command.Samples.CUSTOMERS;
import static io.cartledger.command.Samples.ID;
import static io.cartledger.command.Samples.OTHER_CUSTOMER;
import static io.cartledger.command.Samples.WHY;
import static io.cartledger.command.Samples.added;
import static io.cartledger.command.Samples.changed;
import static io.cartledger.command.Samples.customer;
import static io.cartledger.command.Samples.unchanged;
import static org.assertj.core.api.Assertions.assertThat;

import io.cartledger.cart.CartCommand.RestoreCart;
import io.cartledger.cart.CartEvent;
import io.cartledger.cart.CartEvent.CartCleared;
import io.cartledger.cart.CartEvent.CartRestored;
import io.cartledger.cart.CartEvent.LineAfter;
import io.cartledger.cart.CartId;
import io.cartledger.cart.CartState;
import io.cartledger.cart.CustomerId;
import io.cartledger.cart.Outcome;
import io.cartledger.cart.Outcome.Refused;
import io.cartledger.cart.Quantity;
import io.cartledger.cart.Refusal.CartNotFound;
import io.cartledger.http.Preconditions;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** A cart that gets earlier lines again, through Axon. */
class RestoreHandlerTest {

    private static final CartEvent TWO = added(BOOT, 2, 2);
    private static final CartEvent CLEARED = new CartCleared();
    private static final CartEvent RESTORED = new CartRestored(1, List.of(new LineAfter(BOOT, new Quantity(2))), WHY);

    private final StoredCarts carts = new StoredCarts(ShopRules.DEFAULTS);
    private final List<Long> lookedUp = new ArrayList<>();
    private final RestoreHandler handler = new RestoreHandler(carts.carts(), this::asOf, ShopRules.DEFAULTS);

    @Test
    void theLinesComeBackAsANewChange() throws Exception {
        carts.given(ID, CUSTOMERS, TWO, CLEARED);

        Outcome<CartState> outcome = restore(1, CUSTOMER);

        assertThat(outcome).isEqualTo(changed(CUSTOMERS, TWO, CLEARED, RESTORED));
        assertThat(carts.events(ID)).containsExactly(CUSTOMERS, TWO, CLEARED, RESTORED);
    }

    @Test
    void whatIsAsItWasStaysUnchanged() throws Exception {
        carts.given(ID, CUSTOMERS, TWO);

        assertThat(restore(1, CUSTOMER)).isEqualTo(unchanged(CUSTOMERS, TWO));
        assertThat(carts.events(ID)).hasSize(2);
    }

    /** So a foreign cart takes no longer, and no more reads, than one that is not there. */
    @Test
    void thePastOfAForeignCartIsNotLookedUp() throws Exception {
        carts.given(ID, CUSTOMERS, TWO, CLEARED);

        assertThat(restore(1, OTHER_CUSTOMER)).isEqualTo(new Refused<>(new CartNotFound(ID)));
        assertThat(carts.events(ID)).hasSize(3);
        assertThat(lookedUp).isEmpty();
    }

    private Outcome<CartState> restore(long version, CustomerId customer) throws Exception {
        var request = new RestoreRequest(new RestoreCart(ID, version, WHY), customer(customer), Preconditions.NONE);
        return StoredCarts.inUnitOfWork(request, () -> handler.handle(request));
    }

    private CartState asOf(CartId cartId, long version) {
        lookedUp.add(version);
        return CartState.of(carts.events(cartId).subList(0, (int) version + 1));
    }
}
