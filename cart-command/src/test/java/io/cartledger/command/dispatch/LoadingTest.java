package io.cartledger.command.dispatch;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.cartledger.cart.Caller;
import io.cartledger.cart.CartCommand;
import io.cartledger.cart.CartCommand.AddItem;
import io.cartledger.cart.CartCommand.ClearCart;
import io.cartledger.cart.CartId;
import io.cartledger.cart.CartState;
import io.cartledger.cart.Item;
import io.cartledger.cart.Outcome;
import io.cartledger.cart.Quantity;
import io.cartledger.cart.Refusal.CartNotFound;
import io.cartledger.cart.Sku;
import io.cartledger.command.CartRequest;
import io.cartledger.command.ShopRules;
import io.cartledger.command.ledger.Ledger;
import io.cartledger.command.testing.TestDatabase;
import io.cartledger.command.testing.TestLedger;
import io.cartledger.http.Preconditions;
import io.cartledger.ledger.Origin;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.time.Duration;
import java.time.Instant;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.springframework.jdbc.core.simple.JdbcClient;

/** What is read for a command: nothing where the node knows the cart, and the same for a foreign cart and none. */
class LoadingTest {

    private static final Caller BACK_END = new Caller(Caller.Kind.BACK_END, "test");
    private static final Caller MIA = new Caller(Caller.Kind.CUSTOMER, "4421");
    private static final Caller ZOE = new Caller(Caller.Kind.CUSTOMER, "4422");
    private static final CartId CART = new CartId("c-1");
    private static final CartId OTHER = new CartId("c-2");

    private final TestDatabase database = TestDatabase.withLedger();
    private final MeterRegistry meters = new SimpleMeterRegistry();
    // Each connection ends with its use, so that PostgreSQL counts at once what was done with it.
    private final Ledger ledger = TestLedger.on(database.unpooledAs("cart_command"), meters);
    private final CommandDispatcher node = new CommandSide(
                    ledger, new CommandSide.Settings(ShopRules.DEFAULTS, Duration.ofMinutes(1), 100), meters)
            .dispatcher();

    @AfterEach
    void close() {
        ledger.close();
    }

    /** By PostgreSQL's own count: whatever is loaded is looked for among the snapshots, too. */
    @Test
    void aWarmCommandReadsNothing() {
        send(BACK_END, add(CART));
        await().until(() -> lookups() == 1);

        IntStream.range(0, 20).forEach(i -> send(BACK_END, add(CART)));

        send(BACK_END, add(OTHER));
        await().until(() -> lookups() > 1);
        assertThat(lookups()).isEqualTo(2);
        assertThat(loads()).isEqualTo(2);
    }

    @Test
    void aForeignCartThatIsKnownCostsWhatOneThatIsNotThereCosts() {
        send(MIA, add(CART));
        long before = loads();

        for (int i = 1; i <= 3; i++) {
            assertThat(send(ZOE, new ClearCart(CART))).isEqualTo(new Outcome.Refused<>(new CartNotFound(CART)));
            assertThat(loads()).isEqualTo(before + 2 * i - 1);
            assertThat(send(ZOE, new ClearCart(OTHER))).isEqualTo(new Outcome.Refused<>(new CartNotFound(OTHER)));
            assertThat(loads()).isEqualTo(before + 2 * i);
        }
        long known = loads();
        send(MIA, add(CART));
        assertThat(loads()).isEqualTo(known);
    }

    private Outcome<CartState> send(Caller caller, CartCommand command) {
        var request = new CartRequest(command, caller, Preconditions.NONE, true);
        return node.dispatch(request, Origin.system("test", Instant.EPOCH), null)
                .outcome();
    }

    private static AddItem add(CartId cartId) {
        return new AddItem(cartId, new Item(new Sku("DRN-7X")), new Quantity(1));
    }

    private long loads() {
        return meters.get("cart.ledger.loads").summary().count();
    }

    private long lookups() {
        return JdbcClient.create(database.as("postgres"))
                .sql("""
                        select coalesce(seq_scan, 0) + coalesce(idx_scan, 0) from pg_stat_user_tables
                        where schemaname = 'work' and relname = 'snapshot'
                        """)
                .query(Long.class)
                .single();
    }
}
