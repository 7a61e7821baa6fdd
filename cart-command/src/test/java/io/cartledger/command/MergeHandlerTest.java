package io.cartledger.command;

import static io.cartledger.command.Samples.BOOT;
import static io.cartledger.command.Samples.CUSTOMERS;
import static io.cartledger.command.Samples.GUESTS;
import static io.cartledger.command.Samples.ID;
import static io.cartledger.command.Samples.OTHER;
import static io.cartledger.command.Samples.SOCK;
import static io.cartledger.command.Samples.added;
import static io.cartledger.command.Samples.changed;
import static io.cartledger.command.Samples.unchanged;
import static org.assertj.core.api.Assertions.assertThat;

import io.cartledger.cart.CartEvent;
import io.cartledger.cart.CartEvent.CartMerged;
import io.cartledger.cart.CartEvent.LineAfter;
import io.cartledger.cart.CartEvent.LinesAbsorbed;
import io.cartledger.cart.CartId;
import io.cartledger.cart.CartState;
import io.cartledger.cart.MergePolicy;
import io.cartledger.cart.Outcome;
import io.cartledger.cart.Outcome.Refused;
import io.cartledger.cart.Quantity;
import io.cartledger.cart.Refusal.CartNotFound;
import io.cartledger.cart.Refusal.SourceRefused;
import io.cartledger.http.Preconditions;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Two carts that become one, through Axon: {@code c-2} goes into {@code c-1}. */
class MergeHandlerTest {

    private static final CartEvent TWO = added(BOOT, 2, 2);
    private static final CartEvent SOCKS = added(SOCK, 3, 3);
    private static final CartEvent ABSORBED =
            new LinesAbsorbed(OTHER, MergePolicy.SUM, List.of(new LineAfter(SOCK, new Quantity(3))));

    private final StoredCarts carts = new StoredCarts(ShopRules.DEFAULTS);
    private final MergeHandler handler = new MergeHandler(carts.carts(), ShopRules.DEFAULTS);

    @Test
    void oneCartTakesTheLinesAndTheOtherCloses() throws Exception {
        carts.given(ID, CUSTOMERS, TWO);
        carts.given(OTHER, GUESTS, SOCKS);

        Outcome<CartState> outcome = merge(OTHER, ID);

        assertThat(outcome).isEqualTo(changed(CUSTOMERS, TWO, ABSORBED));
        assertThat(carts.events(ID)).containsExactly(CUSTOMERS, TWO, ABSORBED);
        assertThat(carts.events(OTHER)).containsExactly(GUESTS, SOCKS, new CartMerged(ID));
    }

    @Test
    void theSameMergeAgainChangesNothing() throws Exception {
        carts.given(ID, CUSTOMERS, TWO, ABSORBED);
        carts.given(OTHER, GUESTS, SOCKS, new CartMerged(ID));

        Outcome<CartState> outcome = merge(OTHER, ID);

        assertThat(outcome).isEqualTo(unchanged(CUSTOMERS, TWO, ABSORBED));
        assertThat(carts.events(ID)).hasSize(3);
        assertThat(carts.events(OTHER)).hasSize(3);
    }

    @Test
    void aMergeThatIsRefusedChangesNeither() throws Exception {
        carts.given(ID, CUSTOMERS, TWO);

        Outcome<CartState> outcome = merge(OTHER, ID);

        assertThat(outcome).isEqualTo(new Refused<>(new SourceRefused(new CartNotFound(OTHER), false)));
        assertThat(carts.events(ID)).hasSize(2);
        assertThat(carts.events(OTHER)).isEmpty();
    }

    @Test
    void twoOppositeMergesLockInTheSameOrder() throws Exception {
        carts.given(ID, CUSTOMERS, TWO);
        carts.given(OTHER, CUSTOMERS, SOCKS);

        merge(OTHER, ID);
        merge(ID, OTHER);

        assertThat(carts.locked).containsExactly("Cart/c-1", "Cart/c-2", "Cart/c-1", "Cart/c-2");
    }

    private Outcome<CartState> merge(CartId from, CartId into) throws Exception {
        var request =
                new MergeRequest(into, from, MergePolicy.SUM, null, CartFixture.BACK_END, Preconditions.NONE, false);
        return StoredCarts.inUnitOfWork(request, () -> handler.handle(request));
    }
}
