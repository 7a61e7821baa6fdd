package io.cartledger.command.dispatch;

import static org.assertj.core.api.Assertions.assertThat;

import io.cartledger.cart.Caller;
import io.cartledger.cart.CartCommand;
import io.cartledger.cart.CartCommand.AddItem;
import io.cartledger.cart.CartCommand.ChangeQuantity;
import io.cartledger.cart.CartCommand.ClearCart;
import io.cartledger.cart.CartCommand.RemoveItem;
import io.cartledger.cart.CartCommand.RestoreCart;
import io.cartledger.cart.CartId;
import io.cartledger.cart.CartState;
import io.cartledger.cart.Item;
import io.cartledger.cart.Outcome;
import io.cartledger.cart.Outcome.Changed;
import io.cartledger.cart.Outcome.Refused;
import io.cartledger.cart.Outcome.Unchanged;
import io.cartledger.cart.Quantity;
import io.cartledger.cart.Reason;
import io.cartledger.cart.Refusal;
import io.cartledger.cart.Sku;
import io.cartledger.command.CartRequest;
import io.cartledger.command.ShopRules;
import io.cartledger.command.ledger.CommandKey;
import io.cartledger.command.ledger.DeadlineExceededException;
import io.cartledger.command.ledger.LedgerUnavailableException;
import io.cartledger.command.testing.TestDatabase;
import io.cartledger.command.testing.TestLedger;
import io.cartledger.http.Preconditions;
import io.cartledger.ledger.Origin;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.LongStream;
import javax.sql.DataSource;
import org.junit.jupiter.api.Test;
import org.springframework.jdbc.datasource.DelegatingDataSource;

class CommandSideTest {

    private static final Item BOOT = new Item(new Sku("DRN-7X"));
    private static final Caller BACK_END = new Caller(Caller.Kind.BACK_END, "test");
    private static final Origin ORIGIN = Origin.system("test", Instant.EPOCH);
    // What is tested here is what is counted, not how long it takes.
    private static final Duration A_LONG_TIME = Duration.ofMinutes(2);

    private final TestDatabase database = TestDatabase.withLedger();
    private final CartId cartId = new CartId("c-1");
    private final CommandDispatcher node = node(database.as("cart_command"), A_LONG_TIME);

    @Test
    void twoNodesOnOneCartLoseNothingAndTellNobodyOfTheRace() throws Exception {
        int adds = 60;
        CommandDispatcher other = node(database.as("cart_command"), A_LONG_TIME);
        var start = new CountDownLatch(1);
        var results = new ArrayList<Future<CommandResult<CartState>>>();
        try (ExecutorService executor = Executors.newVirtualThreadPerTaskExecutor()) {
            for (int i = 0; i < adds; i++) {
                CommandDispatcher one = i % 2 == 0 ? node : other;
                results.add(executor.submit(() -> {
                    start.await();
                    return send(one, add(1));
                }));
            }
            start.countDown();
        }

        var versions = new ArrayList<Long>();
        for (Future<CommandResult<CartState>> result : results) {
            versions.add(cart(result.get()).version());
        }
        assertThat(versions)
                .containsExactlyInAnyOrderElementsOf(
                        LongStream.rangeClosed(1, adds).boxed().toList());
        assertThat(cart(send(node, add(1))).line(BOOT.itemId()))
                .hasValueSatisfying(line -> assertThat(line.quantity()).isEqualTo(new Quantity(adds + 1)));
    }

    @Test
    void whatAnotherNodeHasDoneIsSeenEvenWhereNothingWouldChange() {
        CommandDispatcher other = node(database.as("cart_command"), A_LONG_TIME);
        send(node, add(1));
        send(node, new ClearCart(cartId));
        send(other, add(5));

        CommandResult<CartState> removed = send(node, new RemoveItem(cartId, BOOT.itemId()));

        assertThat(removed.outcome()).isInstanceOf(Changed.class);
    }

    @Test
    void aKeyThatComesAgainGetsTheCartOfThen() {
        var key = new CommandKey("back-end/test", "k-1", "fingerprint");
        var request = new CartRequest(add(1), BACK_END, Preconditions.NONE, true);
        CommandResult<CartState> first = node.dispatch(request, ORIGIN, key);
        send(node, add(2));

        CommandResult<CartState> again = node.dispatch(request, ORIGIN, key);

        assertThat(again.replayed()).isTrue();
        assertThat(again.outcome()).isEqualTo(first.outcome());
        assertThat(again.receipt()).isEqualTo(first.receipt());
    }

    @Test
    void aRefusalRestsOnTheNewestState() {
        CommandDispatcher other = node(database.as("cart_command"), A_LONG_TIME);
        CartCommand change = new ChangeQuantity(cartId, BOOT.itemId(), 3);
        assertThat(send(node, change).outcome()).isEqualTo(new Refused<>(new Refusal.CartNotFound(cartId)));
        send(other, add(1));

        CommandResult<CartState> changed = send(node, change);

        assertThat(changed.outcome()).isInstanceOf(Changed.class);
    }

    @Test
    void whatIsToldOnAStateThatIsNotCommittedYetWaitsForIt() throws Exception {
        send(node, add(1));
        var results = new ArrayList<Future<CommandResult<CartState>>>();
        try (Connection holder = database.as("postgres").getConnection();
                ExecutorService executor = Executors.newVirtualThreadPerTaskExecutor()) {
            holdAppendLock(holder);
            var missing = new Item(new Sku("SOCK")).itemId();
            for (CartCommand command : List.of(
                    new ChangeQuantity(cartId, BOOT.itemId(), 7),
                    new ChangeQuantity(cartId, BOOT.itemId(), 7),
                    new ChangeQuantity(cartId, missing, 1))) {
                results.add(executor.submit(() -> send(node, command)));
                Thread.sleep(100);
            }

            assertThat(results).noneMatch(Future::isDone);
            holder.rollback();
            assertThat(results.get(1).get().outcome()).isInstanceOf(Unchanged.class);
            assertThat(results.get(2).get().outcome()).isInstanceOf(Refused.class);
        }
    }

    @Test
    void aVersionThatIsNotCommittedYetIsRestoredOnceItIs() throws Exception {
        send(node, add(1));
        var results = new ArrayList<Future<CommandResult<CartState>>>();
        try (Connection holder = database.as("postgres").getConnection();
                ExecutorService executor = Executors.newVirtualThreadPerTaskExecutor()) {
            holdAppendLock(holder);
            var restore = new RestoreCart(cartId, 2, new Reason("Added by mistake"));
            for (CartCommand command : List.of(add(10), add(100), restore)) {
                results.add(executor.submit(() -> send(node, command)));
                Thread.sleep(100);
            }
            holder.rollback();
            assertThat(cart(results.get(2).get()).units()).isEqualTo(11);
        }
    }

    @Test
    void aRefusalOnAnUnknownCartLeavesNothingBehind() {
        CommandResult<CartState> refused = send(node, new ClearCart(cartId));

        assertThat(cart(send(node, add(1))).version()).isEqualTo(1);
    }

    @Test
    void aWarmCommandTakesOneConnectionForItsAppendAndNoOther() {
        var connections = new CountingDataSource(database.as("cart_command"));
        CommandDispatcher counted = node(connections, A_LONG_TIME);
        send(counted, add(1));
        connections.count.set(0);

        send(counted, add(1));

        assertThat(connections.count).hasValue(1);
    }

    @Test
    void commandsThatDoNotGetTheirTurnInTimeAreToldSoAndChangeNothing() throws Exception {
        CommandDispatcher impatient = node(database.as("cart_command"), Duration.ofMillis(300));
        var results = new ArrayList<Future<?>>();
        try (Connection holder = database.as("postgres").getConnection();
                ExecutorService executor = Executors.newVirtualThreadPerTaskExecutor()) {
            holdAppendLock(holder);
            for (int i = 0; i < 3; i++) {
                results.add(executor.submit(() -> send(impatient, add(1))));
            }

            assertThat(results)
                    .extracting(CommandSideTest::failure)
                    .hasOnlyElementsOfTypes(DeadlineExceededException.class, LedgerUnavailableException.class);
        }

        assertThat(cart(send(node, add(1))).units()).isEqualTo(1);
    }

    private static Throwable failure(Future<?> result) {
        try {
            result.get();
            throw new AssertionError("it succeeded");
        } catch (ExecutionException e) {
            return e.getCause();
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }

    private static CommandResult<CartState> send(CommandDispatcher node, CartCommand command) {
        return node.dispatch(new CartRequest(command, BACK_END, Preconditions.NONE, true), ORIGIN, null);
    }

    private AddItem add(int units) {
        return new AddItem(cartId, BOOT, new Quantity(units));
    }

    private static CartState cart(CommandResult<CartState> result) {
        return switch (result.outcome()) {
            case Outcome.Changed<CartState> changed -> changed.state();
            case Outcome.Unchanged<CartState> unchanged -> unchanged.state();
            case Outcome.Refused<CartState>(var refusal) -> throw new AssertionError(refusal);
        };
    }

    private static CommandDispatcher node(DataSource dataSource, Duration patience) {
        var settings = new CommandSide.Settings(ShopRules.DEFAULTS, patience, 100);
        var ledger = TestLedger.on(dataSource);
        return new CommandSide(ledger, settings, new SimpleMeterRegistry()).dispatcher();
    }

    private static void holdAppendLock(Connection holder) throws SQLException {
        holder.setAutoCommit(false);
        try (var statement = holder.createStatement()) {
            statement.execute("lock table ledger.append_lock in exclusive mode");
        }
    }

    private static final class CountingDataSource extends DelegatingDataSource {

        final AtomicInteger count = new AtomicInteger();

        CountingDataSource(DataSource counted) {
            super(counted);
        }

        @Override
        public Connection getConnection() throws SQLException {
            count.incrementAndGet();
            return super.getConnection();
        }
    }
}
