package io.cartledger.command.dispatch;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.cartledger.cart.Caller;
import io.cartledger.cart.CartCommand;
import io.cartledger.cart.CartCommand.AddItem;
import io.cartledger.cart.CartCommand.ChangeQuantity;
import io.cartledger.cart.CartCommand.ClearCart;
import io.cartledger.cart.CartCommand.CorrectLine;
import io.cartledger.cart.CartCommand.RemoveItem;
import io.cartledger.cart.CartCommand.RestoreCart;
import io.cartledger.cart.CartId;
import io.cartledger.cart.CartState;
import io.cartledger.cart.CustomerId;
import io.cartledger.cart.Item;
import io.cartledger.cart.Outcome;
import io.cartledger.cart.Quantity;
import io.cartledger.cart.Reason;
import io.cartledger.cart.Sku;
import io.cartledger.cart.Ticket;
import io.cartledger.command.Cart;
import io.cartledger.command.CartRequest;
import io.cartledger.command.CustomerRequest;
import io.cartledger.command.ShopRules;
import io.cartledger.command.ledger.Ledger;
import io.cartledger.command.testing.LongCarts;
import io.cartledger.command.testing.TestDatabase;
import io.cartledger.command.testing.TestLedger;
import io.cartledger.customer.CustomerCommand.AddNote;
import io.cartledger.customer.CustomerFile;
import io.cartledger.customer.NoteText;
import io.cartledger.http.Preconditions;
import io.cartledger.ledger.Origin;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.jdbc.core.simple.JdbcClient;

/** A long history is not read again and again; and nothing ever rests on a snapshot. */
class SnapshotTest {

    private static final Item BOOT = new Item(new Sku("DRN-7X"));
    private static final Caller BACK_END = new Caller(Caller.Kind.BACK_END, "test");
    private static final Origin ORIGIN = Origin.system("test", Instant.EPOCH);
    private static final CartId CART = new CartId("c-1");
    private static final int LONG = 250;

    private final TestDatabase database = TestDatabase.withLedger();
    private final JdbcClient jdbc = JdbcClient.create(database.as("postgres"));
    private final LongCarts carts = new LongCarts(database);

    /** One that knows nothing yet, and counts for itself. */
    private final class Node implements AutoCloseable {

        final MeterRegistry meters = new SimpleMeterRegistry();
        final Ledger ledger;
        final CommandDispatcher commands;

        Node() {
            this.ledger = TestLedger.on(database.as("cart_command"), meters);
            var settings = new CommandSide.Settings(ShopRules.DEFAULTS, Duration.ofMinutes(1), 100);
            this.commands = new CommandSide(ledger, settings, meters).dispatcher();
        }

        CartState send(CartCommand command) {
            var request = new CartRequest(command, BACK_END, Preconditions.NONE, true);
            return switch (commands.dispatch(request, ORIGIN, null).outcome()) {
                case Outcome.Changed<CartState> changed -> changed.state();
                case Outcome.Unchanged<CartState> unchanged -> unchanged.state();
                case Outcome.Refused<CartState> _ -> cart();
            };
        }

        /** By a command that changes nothing. */
        CartState cart() {
            return send(new RemoveItem(CART, new Item(new Sku("nowhere")).itemId()));
        }

        int events() {
            return (int) meters.get("cart.ledger.loaded.events").counter().count();
        }

        int snapshots(String outcome) {
            return (int) meters.get("cart.snapshots")
                    .tag("outcome", outcome)
                    .counter()
                    .count();
        }

        @Override
        public void close() {
            ledger.close();
        }
    }

    @Test
    void aLongCartIsLoadedFromItsSnapshotAndTheEventsBehindIt() {
        carts.write(CART.value(), LONG);
        keepSnapshot();
        try (var node = new Node()) {
            node.send(add(1));
            node.send(add(1));
        }

        try (var cold = new Node()) {
            CartState cart = cold.cart();

            assertThat(cart).isEqualTo(folded());
            assertThat(cart.version()).isEqualTo(LONG + 1);
            assertThat(cold.events()).isEqualTo(2);
        }
    }

    @Test
    void aCartThatGrowsIsKeptAgainAfterAHundredEventsAndNotBefore() {
        carts.write(CART.value(), LONG);
        keepSnapshot();
        try (var node = new Node()) {
            IntStream.range(0, 99).forEach(i -> node.send(add(1)));
            node.send(new AddItem(new CartId("c-2"), BOOT, new Quantity(1)));
            assertThat(keptVersion()).isEqualTo(LONG - 1);

            node.send(add(1));

            await().until(() -> keptVersion() == LONG + 99);
            assertThat(node.snapshots("written")).isEqualTo(1);
        }
    }

    @Test
    void aShortCartIsNotKept() {
        carts.write(CART.value(), 98);
        try (var node = new Node()) {
            node.send(add(1));
            carts.write("c-2", 100);
            node.send(new AddItem(new CartId("c-2"), BOOT, new Quantity(1)));

            await().until(() -> node.snapshots("written") == 1);
        }

        assertThat(jdbc.sql("select aggregate_id || ' ' || version from work.snapshot")
                        .query(String.class)
                        .list())
                .containsExactly("c-2 100");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "fold_revision = fold_revision + 1",
                "event_id = gen_random_uuid()",
                "version = version - 1",
                "version = 1000000",
                "state = '{}'",
                "state = '{\"status\": \"GILDED\"}'",
                "state = jsonb_set(state, '{version}', '248')",
                "state = state || '{\"more\": 1}'"
            })
    void aSnapshotThatIsOfNoUseIsIgnoredAndReplaced(String damage) {
        carts.write(CART.value(), LONG);
        keepSnapshot();
        jdbc.sql("update work.snapshot set " + damage).update();

        try (var node = new Node()) {
            assertThat(node.cart()).isEqualTo(folded());
            assertThat(node.events()).isEqualTo(LONG);
            assertThat(node.snapshots("ignored")).isEqualTo(1);
            await().until(() -> node.snapshots("written") == 1);
        }
        try (var next = new Node()) {
            assertThat(next.cart()).isEqualTo(folded());
            assertThat(next.events()).isZero();
            assertThat(next.snapshots("ignored")).isZero();
        }
    }

    /** A ledger that was restored to an earlier time, and went another way. */
    @Test
    void aSnapshotOfWhatTheLedgerNoLongerHasIsIgnored() {
        carts.write(CART.value(), LONG);
        keepSnapshot();
        database.execute("delete from ledger.event where sequence_number >= 150");

        try (var node = new Node()) {
            assertThat(node.cart().units()).isEqualTo(149);
            assertThat(node.send(add(1)).version()).isEqualTo(150);
        }
    }

    @Test
    void anyCommandsGiveTheSameWithSnapshotsAndWithout() {
        var random = new Random(20_261_127);
        Node node = new Node();
        node.send(add(1));
        for (int i = 1; i <= 700; i++) {
            node.send(any(random));
            if (i % 70 == 0) {
                CartState warm = node.cart();
                await().until(() -> warm.version() < 110 || keptVersion() > 0);
                node.close();
                node = new Node();
                CartState cold = node.cart();
                assertThat(cold).as("after %d commands", i).isEqualTo(warm).isEqualTo(folded());
                assertThat(List.copyOf(cold.lines().values()))
                        .isEqualTo(List.copyOf(folded().lines().values()));
            }
        }
        node.close();
        try (var last = new Node()) {
            CartState cart = last.cart();
            assertThat(cart.version()).isGreaterThan(300);
            assertThat(last.events()).isLessThan(250);
        }
    }

    @Test
    void aCustomersFileIsKeptAsWell() {
        var customer = new CustomerId("4421");
        CustomerRequest note = new CustomerRequest(
                new AddNote(customer, new NoteText("Approved for a second pair"), null), Preconditions.NONE);
        try (var node = new Node()) {
            IntStream.range(0, 100).forEach(i -> node.commands.dispatch(note, ORIGIN, null));
            await().until(() -> node.snapshots("written") == 1);
        }

        try (var cold = new Node()) {
            var outcome = (Outcome.Changed<CustomerFile>)
                    cold.commands.dispatch(note, ORIGIN, null).outcome();

            assertThat(outcome.state().version()).isEqualTo(100);
            assertThat(cold.events()).isZero();
        }
        assertThat(jdbc.sql("select state from work.snapshot")
                        .query(String.class)
                        .single())
                .doesNotContain("second pair");
    }

    @Test
    void aStoreThatFailsHarmsNoCommand() {
        carts.write(CART.value(), LONG);
        keepSnapshot();
        carts.write("c-2", LONG);
        database.execute("revoke all on work.snapshot from cart_command");

        try (var node = new Node()) {
            assertThat(node.send(add(1)).version()).isEqualTo(LONG);
            assertThat(node.events()).isEqualTo(LONG);
            node.send(new AddItem(new CartId("c-2"), BOOT, new Quantity(1)));
            await().until(() -> node.snapshots("failed") == 2);

            database.execute("grant select, insert, update on work.snapshot to cart_command");
            IntStream.range(0, 100).forEach(i -> node.send(add(1)));
            await().until(() -> node.snapshots("written") == 1);
        }
    }

    /** Of the cart as it is. */
    private void keepSnapshot() {
        try (var node = new Node()) {
            node.cart();
            await().until(() -> node.snapshots("written") == 1);
        }
    }

    private long keptVersion() {
        return jdbc.sql("select coalesce(max(version), 0) from work.snapshot where aggregate_id = 'c-1'")
                .query(Long.class)
                .single();
    }

    private CartState folded() {
        try (Ledger ledger = TestLedger.on(database.as("cart_command"))) {
            CartState state = Replay.CART.nothing();
            for (var event : ledger.read(Cart.key(CART), 0, Long.MAX_VALUE)) {
                state = Replay.CART.fold(state, event);
            }
            return state;
        }
    }

    private static AddItem add(int units) {
        return new AddItem(CART, BOOT, new Quantity(units));
    }

    private static CartCommand any(Random random) {
        Item item = new Item(
                new Sku("SKU-" + random.nextInt(4)), random.nextBoolean() ? Map.of() : Map.of("engraving", "Für Mia"));
        Reason why = new Reason("Added twice");
        return switch (random.nextInt(12)) {
            case 0 -> new ClearCart(CART);
            case 1, 2 -> new RemoveItem(CART, item.itemId());
            case 3, 4 -> new ChangeQuantity(CART, item.itemId(), random.nextInt(100));
            case 5 -> new CorrectLine(CART, item.itemId(), random.nextInt(3), why, new Ticket("T-1"));
            case 6 -> new RestoreCart(CART, random.nextInt(8), why);
            default -> new AddItem(CART, item, new Quantity(1 + random.nextInt(5)));
        };
    }
}
