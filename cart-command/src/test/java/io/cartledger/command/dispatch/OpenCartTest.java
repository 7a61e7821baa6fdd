package io.cartledger.command.dispatch;

import static org.assertj.core.api.Assertions.assertThat;

import io.cartledger.cart.Caller;
import io.cartledger.cart.CartCommand;
import io.cartledger.cart.CartCommand.AddItem;
import io.cartledger.cart.CartCommand.CheckOut;
import io.cartledger.cart.CartId;
import io.cartledger.cart.CartState;
import io.cartledger.cart.CustomerId;
import io.cartledger.cart.Item;
import io.cartledger.cart.OrderReference;
import io.cartledger.cart.Outcome.Changed;
import io.cartledger.cart.Outcome.Refused;
import io.cartledger.cart.Quantity;
import io.cartledger.cart.Refusal;
import io.cartledger.cart.Sku;
import io.cartledger.command.CartRequest;
import io.cartledger.command.ShopRules;
import io.cartledger.command.ledger.Ledger;
import io.cartledger.command.testing.TestDatabase;
import io.cartledger.command.testing.TestSeals;
import io.cartledger.http.Preconditions;
import io.cartledger.ledger.Origin;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Function;
import org.junit.jupiter.api.Test;

/**
 * A cart that is checked out between a shopper's command's being told that it is the open one, and its being decided
 * there: so races go that are lost, without any luck.
 */
class OpenCartTest {

    private static final CustomerId CUSTOMER = new CustomerId("4421");
    private static final Caller CALLER = new Caller(Caller.Kind.CUSTOMER, "4421");
    private static final Origin ORIGIN = Origin.system("test", Instant.EPOCH);

    private final TestDatabase database = TestDatabase.withLedger();
    private final CommandDispatcher node = node();

    @Test
    void anAddGoesIntoTheNextCart() {
        String former = send(OpenCartTest::add).aggregateId();

        CommandResult<CartState> added = sendOvertaken(OpenCartTest::add);

        assertThat(added.outcome()).isInstanceOf(Changed.class);
        assertThat(added.aggregateId()).isNotEqualTo(former);
    }

    @Test
    void whoeverComesLateToTheCheckOutFindsNoCart() {
        send(OpenCartTest::add);

        CommandResult<CartState> late = sendOvertaken(cartId -> checkOut(cartId, "O-2"));

        assertThat(late.outcome()).isEqualTo(new Refused<CartState>(new Refusal.NoOpenCart()));
    }

    private CommandResult<CartState> sendOvertaken(Function<CartId, CartCommand> command) {
        var overtaken = new AtomicBoolean();
        return send(cartId -> {
            if (overtaken.compareAndSet(false, true)) {
                assertThat(send(open -> checkOut(open, "O-1")).outcome()).isInstanceOf(Changed.class);
            }
            return command.apply(cartId);
        });
    }

    private CommandResult<CartState> send(Function<CartId, CartCommand> command) {
        return node.dispatchToOpenCart(
                CUSTOMER,
                cartId -> new CartRequest(command.apply(cartId), CALLER, Preconditions.NONE, true),
                ORIGIN,
                null);
    }

    private static CartCommand add(CartId cartId) {
        return new AddItem(cartId, new Item(new Sku("DRN-7X")), new Quantity(1));
    }

    private static CartCommand checkOut(CartId cartId, String order) {
        return new CheckOut(cartId, new OrderReference(order));
    }

    private CommandDispatcher node() {
        var ledger = new Ledger(database.as("cart_command"), position -> {}, Duration.ofDays(30), new TestSeals());
        var settings = new CommandSide.Settings(ShopRules.DEFAULTS, Duration.ofMinutes(2), 100);
        return new CommandSide(ledger, settings, new SimpleMeterRegistry()).dispatcher();
    }
}
