package io.cartledger.command.dispatch;

import static org.assertj.core.api.Assertions.assertThat;

import io.cartledger.cart.Caller;
import io.cartledger.cart.CartCommand;
import io.cartledger.cart.CartCommand.AddItem;
import io.cartledger.cart.CartCommand.ClaimCart;
import io.cartledger.cart.CartCommand.MergeCart;
import io.cartledger.cart.CartCommand.OpenCart;
import io.cartledger.cart.CartId;
import io.cartledger.cart.CartLimits;
import io.cartledger.cart.CartState;
import io.cartledger.cart.CustomerId;
import io.cartledger.cart.Excess;
import io.cartledger.cart.Item;
import io.cartledger.cart.MergePolicy;
import io.cartledger.cart.Outcome;
import io.cartledger.cart.Outcome.Changed;
import io.cartledger.cart.Outcome.Refused;
import io.cartledger.cart.Outcome.Unchanged;
import io.cartledger.cart.PurchaseLimits;
import io.cartledger.cart.Quantity;
import io.cartledger.cart.Refusal;
import io.cartledger.cart.Sku;
import io.cartledger.command.CartRequest;
import io.cartledger.command.ShopRules;
import io.cartledger.command.ledger.Ledger;
import io.cartledger.command.testing.TestDatabase;
import io.cartledger.command.testing.TestLedger;
import io.cartledger.http.Preconditions;
import io.cartledger.ledger.Origin;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.Test;

/** Two carts become one, by one append to a real ledger. */
class MergeTest {

    private static final CartId ONE = new CartId("c-1");
    private static final CartId TWO = new CartId("c-2");
    private static final CustomerId CUSTOMER = new CustomerId("4421");
    private static final Sku BOOT = new Sku("DRN-7X");
    private static final Caller BACK_END = new Caller(Caller.Kind.BACK_END, "test");

    private final TestDatabase database = TestDatabase.withLedger();
    private final Ledger ledger = TestLedger.on(database.as("cart_command"));
    private final CommandDispatcher node = node();

    @Test
    void bothCartsChangeAndTheSameMergeAgainChangesNothing() {
        send(add(ONE, 2));
        send(add(TWO, 3));

        Outcome<CartState> merged =
                send(new MergeCart(ONE, TWO, MergePolicy.SUM)).outcome();
        Outcome<CartState> again =
                send(new MergeCart(ONE, TWO, MergePolicy.SUM)).outcome();

        assertThat(state(merged).units()).isEqualTo(5);
        assertThat(again).isInstanceOf(Unchanged.class);
        assertThat(send(add(TWO, 1)).outcome()).isEqualTo(new Refused<>(new Refusal.CartClosed(TWO, null, ONE)));
    }

    @Test
    void aMergeThatIsRefusedLeavesBothAsTheyWere() {
        send(add(ONE, 998));
        send(add(TWO, 2));

        Outcome<CartState> refused =
                send(new MergeCart(ONE, TWO, MergePolicy.SUM)).outcome();

        assertThat(refused).isInstanceOf(Refused.class);
        assertThat(state(send(add(ONE, 1)).outcome()).units()).isEqualTo(999);
        assertThat(state(send(add(TWO, 1)).outcome()).units()).isEqualTo(3);
    }

    @Test
    void ofTwoOppositeMergesAtOnceOneIsRefusedAndNothingIsLost() throws Exception {
        send(add(ONE, 2));
        send(add(TWO, 3));
        CommandDispatcher other = node();
        var start = new CountDownLatch(1);

        Future<Outcome<CartState>> oneWay;
        Future<Outcome<CartState>> theOther;
        try (ExecutorService executor = Executors.newVirtualThreadPerTaskExecutor()) {
            oneWay = executor.submit(() -> {
                start.await();
                return send(node, new MergeCart(ONE, TWO, MergePolicy.SUM)).outcome();
            });
            theOther = executor.submit(() -> {
                start.await();
                return send(other, new MergeCart(TWO, ONE, MergePolicy.SUM)).outcome();
            });
            start.countDown();
        }

        List<Outcome<CartState>> outcomes = List.of(oneWay.get(), theOther.get());
        assertThat(outcomes).filteredOn(Refused.class::isInstance).hasSize(1);
        assertThat(outcomes)
                .filteredOn(Changed.class::isInstance)
                .singleElement()
                .satisfies(merged -> assertThat(state(merged).units()).isEqualTo(5));
    }

    @Test
    void aClaimGoesIntoTheOpenCartAndTellsTheExcess() {
        send(new OpenCart(ONE, CUSTOMER));
        send(add(ONE, 2));
        send(add(TWO, 3));

        CommandResult<CartState> claimed = send(new ClaimCart(TWO, CUSTOMER, MergePolicy.SUM));

        assertThat(claimed.aggregateId()).isEqualTo("c-1");
        assertThat(state(claimed.outcome()).units()).isEqualTo(5);
        assertThat(claimed.excess()).containsExactly(new Excess(BOOT, 4, 5));
        assertThat(ledger.openCart("customer/4421")).contains("c-1");
    }

    @Test
    void theOpenCartThatIsMergedLeavesItsPlaceToTheOneThatGoesOn() {
        send(new OpenCart(ONE, CUSTOMER));
        send(new OpenCart(TWO, CUSTOMER));
        assertThat(ledger.openCart("customer/4421")).contains("c-1");

        send(new MergeCart(TWO, ONE, MergePolicy.SUM));

        assertThat(ledger.openCart("customer/4421")).contains("c-2");
    }

    private static AddItem add(CartId cartId, int units) {
        return new AddItem(cartId, new Item(BOOT), new Quantity(units));
    }

    private CommandResult<CartState> send(CartCommand command) {
        return send(node, command);
    }

    private static CommandResult<CartState> send(CommandDispatcher node, CartCommand command) {
        return node.dispatch(
                new CartRequest(command, BACK_END, Preconditions.NONE, true),
                Origin.system("test", Instant.EPOCH),
                null);
    }

    private static CartState state(Outcome<CartState> outcome) {
        return switch (outcome) {
            case Outcome.Changed<CartState> changed -> changed.state();
            case Outcome.Unchanged<CartState> unchanged -> unchanged.state();
            case Outcome.Refused<CartState>(var refusal) -> throw new AssertionError(refusal);
        };
    }

    /** A customer may have four boots. */
    private CommandDispatcher node() {
        var limits = new PurchaseLimits(Map.of(BOOT, 4), Duration.ofDays(30));
        var rules = new ShopRules(CartLimits.DEFAULTS, limits);
        var settings = new CommandSide.Settings(rules, Duration.ofMinutes(2), 100);
        return new CommandSide(ledger, settings, new SimpleMeterRegistry()).dispatcher();
    }
}
