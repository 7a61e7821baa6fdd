package io.cartledger.server;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.cartledger.cart.CartEvent;
import io.cartledger.cart.CartEvent.CartAbandoned;
import io.cartledger.cart.CartEvent.ItemAdded;
import io.cartledger.command.testing.TestDatabase;
import io.cartledger.ledger.Recorded;
import io.cartledger.server.testing.AppendLock;
import io.cartledger.server.testing.CartClient.Answer;
import io.cartledger.server.testing.Command;
import io.cartledger.server.testing.DerivedTables;
import io.cartledger.server.testing.LedgerContents;
import io.cartledger.server.testing.ServerProcess;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;
import org.springframework.jdbc.core.simple.JdbcClient;

/** What nodes do by themselves, now and then, and all of them. */
class UpkeepIT {

    private static final Duration PATIENCE = Duration.ofSeconds(30);
    private static final Duration IDLE = Duration.ofSeconds(3); // less than an append waits for its lock
    private static final String[] SOON_IDLE = {
        "--cart.upkeep.abandon-after=" + IDLE, "--cart.upkeep.interval=100ms", "--cart.command.deadline=30s"
    };
    private static final String CUSTOMER = "customer/4421";

    @Test
    void idleCartsAreAbandonedOnceAndOldKeysAndRefusalsAreForgotten() {
        TestDatabase database = TestDatabase.durable();
        try (var one = ServerProcess.launchOn(database, SOON_IDLE);
                var other = ServerProcess.launchOn(database, SOON_IDLE)) {
            one.awaitReady();
            other.awaitReady();
            Answer added = Command.add("/me/cart", "DRN-7X", 1)
                    .from(CUSTOMER)
                    .key("old")
                    .sendTo(one);
            String cart = "/carts/" + added.json().path("cartId").asString();

            await().atMost(PATIENCE)
                    .until(() ->
                            get(cart, other).json().path("status").asString().equals("ABANDONED"));

            assertThat(get("/me/cart", one).json().path("units").asInt()).isZero();
            assertThat(abandoned(database)).hasSize(1);
            DerivedTables.assertFollowFromEvents(database);

            Answer reopened =
                    Command.add(cart, "SOCK", 1).from(CUSTOMER).key("young").sendTo(other);

            assertThat(reopened.json().path("status").asString()).isEqualTo("OPEN");
            assertThat(reopened.json().path("units").asInt()).isEqualTo(2);
            assertOnlyTheOldKeyIsForgotten(database);
            assertOnlyTheOldRefusalsAreForgotten(database);
        }
    }

    @Test
    void aCartThatIsTouchedAfterItWasFoundIdleStaysOpen() throws Exception {
        TestDatabase database = TestDatabase.durable();
        try (var one = ServerProcess.launchOn(database, SOON_IDLE);
                var other = ServerProcess.launchOn(database, SOON_IDLE)) {
            one.awaitReady();
            other.awaitReady();
            Command add = Command.add("/carts/touched", "DRN-7X", 1);
            add.sendTo(other);
            add.sendTo(one); // a node's first command takes long
            CompletableFuture<Answer> touching;
            try (var lock = AppendLock.hold(database)) {
                touching = CompletableFuture.supplyAsync(() -> add.sendTo(one));
                lock.awaitWaiting(1);
                lock.awaitWaiting(2); // the other node has found the cart idle
            }

            assertThat(touching.join().json().path("units").asInt())
                    .as(touching.join()::toString)
                    .isEqualTo(3);
            await().atMost(PATIENCE).until(() -> abandoned(database).size() == 1);
            assertThat(abandoned(database).getFirst().recordedAt())
                    .isAfter(touched(database).recordedAt().plus(IDLE));
        }
    }

    private static Recorded<CartEvent> touched(TestDatabase database) {
        return LedgerContents.read(database.as("cart_reader"))
                .cartEvents()
                .filter(event -> event.event() instanceof ItemAdded)
                .reduce((_, later) -> later)
                .orElseThrow();
    }

    private static List<Recorded<CartEvent>> abandoned(TestDatabase database) {
        return LedgerContents.read(database.as("cart_reader"))
                .cartEvents()
                .filter(event -> event.event() instanceof CartAbandoned)
                .toList();
    }

    private static void assertOnlyTheOldKeyIsForgotten(TestDatabase database) {
        database.execute("update ledger.command_key set recorded_at = now() - interval '169 hours' where key = 'old'");

        await().atMost(PATIENCE).until(() -> keys(database).equals(List.of("young")));
    }

    private static void assertOnlyTheOldRefusalsAreForgotten(TestDatabase database) {
        database.execute("""
                insert into ledger.refusal_count
                values (now() - interval '721 hours', 'old', 1), (now() - interval '719 hours', 'young', 1)
                """);

        await().atMost(PATIENCE).until(() -> counted(database).equals(List.of("young")));
    }

    private static List<String> counted(TestDatabase database) {
        return JdbcClient.create(database.as("cart_reader"))
                .sql("select code from ledger.refusal_count order by code")
                .query(String.class)
                .list();
    }

    private static List<String> keys(TestDatabase database) {
        return JdbcClient.create(database.as("cart_command"))
                .sql("select key from ledger.command_key order by key")
                .query(String.class)
                .list();
    }

    private static Answer get(String path, ServerProcess node) {
        return new Command("GET", path, null, List.of()).from(CUSTOMER).sendTo(node);
    }
}
