package io.cartledger.command.dispatch;

import static org.assertj.core.api.Assertions.assertThat;

import io.cartledger.cart.Caller;
import io.cartledger.cart.CartCommand;
import io.cartledger.cart.CartCommand.AbandonCart;
import io.cartledger.cart.CartCommand.AddItem;
import io.cartledger.cart.CartCommand.ChangeCart;
import io.cartledger.cart.CartCommand.OpenCart;
import io.cartledger.cart.CartId;
import io.cartledger.cart.CartLimits;
import io.cartledger.cart.CartState;
import io.cartledger.cart.CustomerId;
import io.cartledger.cart.Item;
import io.cartledger.cart.Outcome;
import io.cartledger.cart.Outcome.Changed;
import io.cartledger.cart.Outcome.Refused;
import io.cartledger.cart.Outcome.Unchanged;
import io.cartledger.cart.PurchaseLimits;
import io.cartledger.cart.Quantity;
import io.cartledger.cart.Refusal.ChangeRefused;
import io.cartledger.cart.Refusal.PurchaseLimitExceeded;
import io.cartledger.cart.Sku;
import io.cartledger.cart.Ticket;
import io.cartledger.command.CartRequest;
import io.cartledger.command.CustomerRequest;
import io.cartledger.command.ShopRules;
import io.cartledger.command.testing.TestDatabase;
import io.cartledger.command.testing.TestLedger;
import io.cartledger.customer.CustomerCommand;
import io.cartledger.customer.CustomerCommand.GrantAllowance;
import io.cartledger.customer.CustomerCommand.RevokeAllowance;
import io.cartledger.customer.CustomerFile;
import io.cartledger.http.Preconditions;
import io.cartledger.ledger.Origin;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** What allowances move in a real ledger. Of the boot a customer may have one. */
class AllowanceTest {

    private static final CartId CART = new CartId("c-1");
    private static final CustomerId CUSTOMER = new CustomerId("4421");
    private static final Sku BOOT = new Sku("DRN-7X");
    private static final Ticket TICKET = new Ticket("T-4711");
    private static final Origin ORIGIN = Origin.system("test", Instant.EPOCH);

    private final CommandDispatcher node = node();

    @Test
    void anAllowanceRaisesTheLimitUntilItIsRevokedOnce() {
        send(new OpenCart(CART, CUSTOMER));
        assertThat(add(2)).isEqualTo(exceeded(1, 0, 2));

        send(new GrantAllowance(CUSTOMER, BOOT, new Quantity(2), Instant.parse("2099-01-31T00:00:00Z"), TICKET));
        assertThat(add(4)).isEqualTo(exceeded(3, 0, 4));
        assertThat(add(2)).isInstanceOf(Changed.class);

        assertThat(send(new RevokeAllowance(CUSTOMER, 0, TICKET))).isInstanceOf(Changed.class);
        assertThat(send(new RevokeAllowance(CUSTOMER, 0, TICKET))).isInstanceOf(Unchanged.class);
        assertThat(add(1)).isEqualTo(exceeded(1, 2, 1));
    }

    @Test
    void anAllowanceThatHasEndedRaisesNothing() {
        send(new OpenCart(CART, CUSTOMER));
        send(new GrantAllowance(CUSTOMER, BOOT, new Quantity(2), Instant.parse("2001-01-31T00:00:00Z"), TICKET));

        assertThat(add(2)).isEqualTo(exceeded(1, 0, 2));
    }

    @Test
    void whatComesBackWithACartThatIsReopenedIsUsedAsWell() {
        send(new OpenCart(CART, CUSTOMER));
        assertThat(add(1)).isInstanceOf(Changed.class);
        send(new AbandonCart(CART, 1));

        assertThat(add(1)).isEqualTo(exceeded(1, 1, 1));
    }

    @Test
    void ofSeveralChangesTheOneThatIsTooManyIsNamed() {
        send(new OpenCart(CART, CUSTOMER));
        var sock = new AddItem(CART, new Item(new Sku("SOCK")), new Quantity(1));
        var boots = new AddItem(CART, new Item(BOOT), new Quantity(2));

        assertThat(send(new ChangeCart(CART, List.of(sock, boots, sock))))
                .isEqualTo(new Refused<>(new ChangeRefused(1, new PurchaseLimitExceeded(BOOT, 1, 0, 2))));
    }

    @Test
    void anAllowanceIsOneCustomersAlone() {
        send(new OpenCart(CART, CUSTOMER));
        send(new GrantAllowance(
                new CustomerId("4422"), BOOT, new Quantity(2), Instant.parse("2099-01-31T00:00:00Z"), TICKET));

        assertThat(add(2)).isEqualTo(exceeded(1, 0, 2));
    }

    private Outcome<CartState> add(int units) {
        return send(new AddItem(CART, new Item(BOOT), new Quantity(units)));
    }

    private static Refused<CartState> exceeded(long limit, long used, int added) {
        return new Refused<>(new PurchaseLimitExceeded(BOOT, limit, used, added));
    }

    private Outcome<CartState> send(CartCommand command) {
        var backEnd = new Caller(Caller.Kind.BACK_END, "test");
        return node.dispatch(new CartRequest(command, backEnd, Preconditions.NONE, true), ORIGIN, null)
                .outcome();
    }

    private Outcome<CustomerFile> send(CustomerCommand command) {
        return node.dispatch(new CustomerRequest(command, Preconditions.NONE), ORIGIN, null)
                .outcome();
    }

    private static CommandDispatcher node() {
        var limits = new PurchaseLimits(Map.of(BOOT, 1), Duration.ofDays(30));
        var settings = new CommandSide.Settings(new ShopRules(CartLimits.DEFAULTS, limits), Duration.ofMinutes(2), 100);
        var ledger = TestLedger.on(TestDatabase.withLedger().as("cart_command"));
        return new CommandSide(ledger, settings, new SimpleMeterRegistry()).dispatcher();
    }
}
