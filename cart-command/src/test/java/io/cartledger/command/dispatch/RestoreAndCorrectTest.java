package io.cartledger.command.dispatch;

import static org.assertj.core.api.Assertions.assertThat;

import io.cartledger.cart.Caller;
import io.cartledger.cart.CartCommand;
import io.cartledger.cart.CartCommand.AddItem;
import io.cartledger.cart.CartCommand.CheckOut;
import io.cartledger.cart.CartCommand.ClearCart;
import io.cartledger.cart.CartCommand.CorrectLine;
import io.cartledger.cart.CartCommand.OpenCart;
import io.cartledger.cart.CartCommand.RestoreCart;
import io.cartledger.cart.CartId;
import io.cartledger.cart.CartLimits;
import io.cartledger.cart.CartState;
import io.cartledger.cart.CustomerId;
import io.cartledger.cart.Excess;
import io.cartledger.cart.Item;
import io.cartledger.cart.ItemId;
import io.cartledger.cart.OrderReference;
import io.cartledger.cart.Outcome;
import io.cartledger.cart.Outcome.Changed;
import io.cartledger.cart.Outcome.Refused;
import io.cartledger.cart.Outcome.Unchanged;
import io.cartledger.cart.PurchaseLimits;
import io.cartledger.cart.Quantity;
import io.cartledger.cart.Reason;
import io.cartledger.cart.Refusal.PurchaseLimitExceeded;
import io.cartledger.cart.Refusal.RestorationRefused;
import io.cartledger.cart.Refusal.VersionNotFound;
import io.cartledger.cart.Sku;
import io.cartledger.cart.Ticket;
import io.cartledger.command.CartRequest;
import io.cartledger.command.CustomerRequest;
import io.cartledger.command.ShopRules;
import io.cartledger.command.ledger.Ledger;
import io.cartledger.command.testing.TestDatabase;
import io.cartledger.command.testing.TestLedger;
import io.cartledger.customer.CustomerCommand.GrantAllowance;
import io.cartledger.http.Preconditions;
import io.cartledger.ledger.Origin;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** Restorations and corrections in a real ledger. Of the boot a customer may have two. */
class RestoreAndCorrectTest {

    private static final CartId CART = new CartId("c-1");
    private static final CartId OTHER = new CartId("c-2");
    private static final CustomerId CUSTOMER = new CustomerId("4421");
    private static final Sku BOOT = new Sku("DRN-7X");
    private static final Reason WHY = new Reason("Cleared by mistake");

    private final Ledger ledger = TestLedger.on(TestDatabase.withLedger().as("cart_command"));
    private final CommandDispatcher node = node();

    @Test
    void anEarlierVersionIsReadFromTheLedger() {
        open(CART);
        send(add(CART, 2));
        CartState then = state(send(add(CART, "SOCK", 3)));
        send(new ClearCart(CART));

        CartState restored = state(send(new RestoreCart(CART, 2, WHY)));

        assertThat(restored.version()).isEqualTo(4);
        assertThat(restored.lines().values())
                .extracting(line -> line.item() + " " + line.quantity())
                .containsExactlyInAnyOrderElementsOf(then.lines().values().stream()
                        .map(line -> line.item() + " " + line.quantity())
                        .toList());
        assertThat(send(new RestoreCart(CART, 2, WHY)).outcome()).isInstanceOf(Unchanged.class);
    }

    @Test
    void aVersionThatAnotherNodeHasMadeIsKnown() {
        open(CART);
        send(node(), add(CART, 2));
        send(node(), new ClearCart(CART));

        assertThat(state(send(new RestoreCart(CART, 1, WHY))).units()).isEqualTo(2);
        assertThat(send(new RestoreCart(CART, 4, WHY)).outcome())
                .isEqualTo(new Refused<>(new VersionNotFound(CART, 4, 3)));
    }

    @Test
    void whatTheCustomerHasElsewhereByNowIsNotRestoredBeyondThePurchaseLimit() {
        open(CART);
        send(add(CART, 2));
        send(new ClearCart(CART));
        open(OTHER);
        send(add(OTHER, 1));

        assertThat(send(new RestoreCart(CART, 1, WHY)).outcome())
                .isEqualTo(new Refused<>(new RestorationRefused(1, new PurchaseLimitExceeded(BOOT, 2, 1, 2))));
    }

    @Test
    void aCorrectionExceedsThePurchaseLimitAndSaysSo() {
        open(CART);
        send(add(CART, 1));

        CommandResult<CartState> corrected = send(correct(5));

        assertThat(state(corrected).units()).isEqualTo(5);
        assertThat(corrected.excess()).containsExactly(new Excess(BOOT, 2, 5));
        assertThat(send(add(CART, 1)).outcome()).isEqualTo(new Refused<>(new PurchaseLimitExceeded(BOOT, 2, 5, 1)));
    }

    @Test
    void anOrderOfWhatWasCorrectedBeyondThePurchaseLimitTakesAnAllowance() {
        open(CART);
        send(add(CART, 1));
        send(correct(5));
        var checkOut = new CheckOut(CART, new OrderReference("O-1"));
        var allowance = new GrantAllowance(
                CUSTOMER, BOOT, new Quantity(3), Instant.parse("2099-01-31T00:00:00Z"), new Ticket("T-4711"));

        Outcome<CartState> refused = send(checkOut).outcome();
        node.dispatch(new CustomerRequest(allowance, Preconditions.NONE), Origin.system("test", Instant.EPOCH), null);

        assertThat(refused).isEqualTo(new Refused<>(new PurchaseLimitExceeded(BOOT, 2, 5, 0)));
        assertThat(send(checkOut).outcome()).isInstanceOf(Changed.class);
    }

    @Test
    void aCorrectionBackWithinThePurchaseLimitHasNoExcess() {
        open(CART);
        send(add(CART, 2));
        send(correct(3));

        assertThat(send(correct(1)).excess()).isEmpty();
        assertThat(send(add(CART, 1)).outcome()).isInstanceOf(Changed.class);
    }

    private void open(CartId cartId) {
        send(new OpenCart(cartId, CUSTOMER));
    }

    private static AddItem add(CartId cartId, int units) {
        return add(cartId, BOOT.value(), units);
    }

    private static AddItem add(CartId cartId, String sku, int units) {
        return new AddItem(cartId, new Item(new Sku(sku)), new Quantity(units));
    }

    private static CorrectLine correct(int units) {
        return new CorrectLine(CART, new ItemId(BOOT.value()), units, WHY, new Ticket("T-4711"));
    }

    private CommandResult<CartState> send(CartCommand command) {
        return send(node, command);
    }

    private static CommandResult<CartState> send(CommandDispatcher node, CartCommand command) {
        var support = new Caller(Caller.Kind.SUPPORT, "anna");
        return node.dispatch(
                new CartRequest(command, support, Preconditions.NONE, true),
                Origin.system("test", Instant.EPOCH),
                null);
    }

    private static CartState state(CommandResult<CartState> result) {
        return switch (result.outcome()) {
            case Outcome.Changed<CartState> changed -> changed.state();
            case Outcome.Unchanged<CartState> unchanged -> unchanged.state();
            case Outcome.Refused<CartState>(var refusal) -> throw new AssertionError(refusal);
        };
    }

    private CommandDispatcher node() {
        var limits = new PurchaseLimits(Map.of(BOOT, 2), Duration.ofDays(30));
        var settings = new CommandSide.Settings(new ShopRules(CartLimits.DEFAULTS, limits), Duration.ofMinutes(2), 100);
        return new CommandSide(ledger, settings, new SimpleMeterRegistry()).dispatcher();
    }
}
