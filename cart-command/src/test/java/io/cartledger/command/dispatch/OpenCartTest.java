package io.cartledger.command.dispatch;

import static org.assertj.core.api.Assertions.assertThat;

import io.cartledger.cart.Caller;
import io.cartledger.cart.CartCommand;
import io.cartledger.cart.CartCommand.AddItem;
import io.cartledger.cart.CartCommand.CheckOut;
import io.cartledger.cart.CartCommand.ClaimCart;
import io.cartledger.cart.CartId;
import io.cartledger.cart.CartState;
import io.cartledger.cart.CustomerId;
import io.cartledger.cart.Item;
import io.cartledger.cart.MergePolicy;
import io.cartledger.cart.OrderReference;
import io.cartledger.cart.Outcome.Changed;
import io.cartledger.cart.Outcome.Refused;
import io.cartledger.cart.Quantity;
import io.cartledger.cart.Refusal;
import io.cartledger.cart.Sku;
import io.cartledger.command.CartRequest;
import io.cartledger.command.ShopRules;
import io.cartledger.command.ledger.Turn;
import io.cartledger.command.testing.TestDatabase;
import io.cartledger.command.testing.TestLedger;
import io.cartledger.http.Preconditions;
import io.cartledger.ledger.Origin;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Function;
import javax.sql.DataSource;
import org.junit.jupiter.api.Test;
import org.springframework.jdbc.datasource.DelegatingDataSource;

/**
 * A cart that is checked out between a shopper's command's being told that it is the open one, and its being decided
 * there: so races go that are lost, without any luck.
 */
class OpenCartTest {

    private static final CustomerId CUSTOMER = new CustomerId("4421");
    private static final Caller CALLER = new Caller(Caller.Kind.CUSTOMER, "4421");
    private static final Caller BACK_END = new Caller(Caller.Kind.BACK_END, "test");
    private static final Origin ORIGIN = Origin.system("test", Instant.EPOCH);

    private final TestDatabase database = TestDatabase.withLedger();
    private final AtomicInteger connections = new AtomicInteger();
    private final CommandDispatcher node = node(new DelegatingDataSource(database.as("cart_command")) {
        @Override
        public Connection getConnection() throws SQLException {
            connections.incrementAndGet();
            return super.getConnection();
        }
    });

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

    @Test
    void nobodyWaitsForWhoeverWasOvertakenAndFindsNoCart() {
        CommandDispatcher other = node(database.as("cart_command"));
        Duration shortest = Duration.ofDays(1);
        for (int round = 0; round < 10; round++) {
            String order = "O-" + round;
            send(OpenCartTest::add);
            send(OpenCartTest::add);
            sendTo(other, cartId -> checkOut(cartId, order));
            assertThat(send(cartId -> checkOut(cartId, "O-late")).outcome())
                    .isEqualTo(new Refused<CartState>(new Refusal.NoOpenCart()));

            long start = System.nanoTime();
            send(node, add(new CartId("c-2")));
            Duration took = Duration.ofNanos(System.nanoTime() - start);
            shortest = took.compareTo(shortest) < 0 ? took : shortest;
        }

        assertThat(shortest).isLessThan(Turn.PATIENCE.dividedBy(2));
    }

    @Test
    void aClaimMakesTheCartTheOpenOne() {
        var guests = new CartId("guests");
        send(OpenCartTest::add);
        send(node, add(guests));
        CommandDispatcher overtaken =
                node(new OnceAfterTheFirst(database.as("cart_command"), this::checkOutTheOpenCart));

        CommandResult<CartState> claimed = send(overtaken, new ClaimCart(guests, CUSTOMER, MergePolicy.SUM));

        assertThat(claimed.outcome()).isInstanceOf(Changed.class);
        assertThat(claimed.aggregateId()).isEqualTo("guests");
    }

    @Test
    void aCartThatIsKnownIsNotLookedUp() {
        send(OpenCartTest::add);
        send(OpenCartTest::add);
        int before = connections.get();

        send(OpenCartTest::add);

        assertThat(connections.get() - before).as("that of the append").isEqualTo(1);
    }

    @Test
    void theCartThatAnotherNodeHasOpenedMeanwhileIsFound() {
        String former = send(OpenCartTest::add).aggregateId();
        send(OpenCartTest::add);
        CommandDispatcher other = node(database.as("cart_command"));
        sendTo(other, cartId -> checkOut(cartId, "O-1"));
        String next = sendTo(other, OpenCartTest::add).aggregateId();

        CommandResult<CartState> added = send(OpenCartTest::add);

        assertThat(added.outcome()).isInstanceOf(Changed.class);
        assertThat(added.aggregateId()).isEqualTo(next).isNotEqualTo(former);
    }

    @Test
    void aRefusalDoesNotRestOnACartThatAnotherNodeHasClosed() {
        send(OpenCartTest::add);
        send(OpenCartTest::add);
        CommandDispatcher other = node(database.as("cart_command"));
        sendTo(other, cartId -> checkOut(cartId, "O-1"));

        CommandResult<CartState> again = send(cartId -> checkOut(cartId, "O-2"));

        assertThat(again.outcome()).isEqualTo(new Refused<CartState>(new Refusal.NoOpenCart()));
    }

    @Test
    void aCartThatIsKnownToBeClosedDoesNotStayTheOpenOne() {
        var former = new CartId(send(OpenCartTest::add).aggregateId());
        send(OpenCartTest::add);
        sendTo(node(database.as("cart_command")), cartId -> checkOut(cartId, "O-1"));
        assertThat(send(node, add(former)).outcome()).isInstanceOf(Refused.class);

        CommandResult<CartState> added = send(OpenCartTest::add);

        assertThat(added.outcome()).isInstanceOf(Changed.class);
        assertThat(added.aggregateId()).isNotEqualTo(former.value());
    }

    @Test
    void anAddDoesNotReopenACartThatHasBeenAbandonedMeanwhile() {
        var former = new CartId(send(OpenCartTest::add).aggregateId());
        var cart = ((Changed<CartState>) send(OpenCartTest::add).outcome()).state();
        assertThat(send(node, new CartCommand.AbandonCart(former, cart.version()))
                        .outcome())
                .isInstanceOf(Changed.class);

        CommandResult<CartState> added = send(OpenCartTest::add);

        assertThat(added.outcome()).isInstanceOf(Changed.class);
        assertThat(added.aggregateId()).isNotEqualTo(former.value());
    }

    @Test
    void theSameCheckOutAgainIsNotThatOfTheFormerCart() {
        var former = new CartId(send(OpenCartTest::add).aggregateId());
        send(OpenCartTest::add);
        sendTo(node(database.as("cart_command")), cartId -> checkOut(cartId, "O-1"));
        assertThat(send(node, add(former)).outcome()).isInstanceOf(Refused.class);

        CommandResult<CartState> again = send(cartId -> checkOut(cartId, "O-1"));

        assertThat(again.outcome()).isEqualTo(new Refused<CartState>(new Refusal.NoOpenCart()));
    }

    private void checkOutTheOpenCart() {
        assertThat(send(open -> checkOut(open, "O-1")).outcome()).isInstanceOf(Changed.class);
    }

    /** The first connection is for the look for the open cart. */
    private static final class OnceAfterTheFirst extends DelegatingDataSource {

        private final AtomicInteger connections = new AtomicInteger();
        private final Runnable act;

        OnceAfterTheFirst(DataSource target, Runnable act) {
            super(target);
            this.act = act;
        }

        @Override
        public Connection getConnection() throws SQLException {
            if (connections.incrementAndGet() == 2) {
                CompletableFuture.runAsync(act).join(); // Axon keeps the unit of work with the thread
            }
            return super.getConnection();
        }
    }

    private CommandResult<CartState> sendOvertaken(Function<CartId, CartCommand> command) {
        var overtaken = new AtomicBoolean();
        return send(cartId -> {
            if (overtaken.compareAndSet(false, true)) {
                checkOutTheOpenCart();
            }
            return command.apply(cartId);
        });
    }

    private CommandResult<CartState> send(Function<CartId, CartCommand> command) {
        return sendTo(node, command);
    }

    private static CommandResult<CartState> sendTo(CommandDispatcher node, Function<CartId, CartCommand> command) {
        return node.dispatchToOpenCart(
                CUSTOMER,
                cartId -> new CartRequest(command.apply(cartId), CALLER, Preconditions.NONE, true),
                ORIGIN,
                null);
    }

    private static CommandResult<CartState> send(CommandDispatcher node, CartCommand command) {
        return node.dispatch(new CartRequest(command, BACK_END, Preconditions.NONE, true), ORIGIN, null);
    }

    private static CartCommand add(CartId cartId) {
        return new AddItem(cartId, new Item(new Sku("DRN-7X")), new Quantity(1));
    }

    private static CartCommand checkOut(CartId cartId, String order) {
        return new CheckOut(cartId, new OrderReference(order));
    }

    private static CommandDispatcher node(DataSource dataSource) {
        var ledger = TestLedger.on(dataSource);
        var settings = new CommandSide.Settings(ShopRules.DEFAULTS, Duration.ofMinutes(2), 100);
        return new CommandSide(ledger, settings, new SimpleMeterRegistry()).dispatcher();
    }
}
