package io.cartledger.server;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.cartledger.cart.CartEvent.CartAbandoned;
import io.cartledger.command.testing.TestDatabase;
import io.cartledger.server.testing.CartClient.Answer;
import io.cartledger.server.testing.Command;
import io.cartledger.server.testing.DerivedTables;
import io.cartledger.server.testing.LedgerContents;
import io.cartledger.server.testing.ServerProcess;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.springframework.jdbc.core.simple.JdbcClient;

/** What nodes do by themselves, now and then, and all of them. */
class UpkeepIT {

    private static final Duration PATIENCE = Duration.ofSeconds(30);
    private static final String CUSTOMER = "customer/4421";

    @Test
    void idleCartsAreAbandonedOnceAndOldKeysAreForgotten() {
        TestDatabase database = TestDatabase.durable();
        String[] properties = {
            "--cart.upkeep.abandon-after=2s", "--cart.upkeep.interval=100ms", "--cart.command.deadline=30s"
        };
        try (var one = ServerProcess.startOn(database, properties);
                var other = ServerProcess.startOn(database, properties)) {
            Answer added = Command.add("/me/cart", "DRN-7X", 1)
                    .from(CUSTOMER)
                    .key("old")
                    .sendTo(one);
            String cart = "/carts/" + added.json().path("cartId").asString();

            await().atMost(PATIENCE)
                    .until(() ->
                            get(cart, other).json().path("status").asString().equals("ABANDONED"));

            assertThat(get("/me/cart", one).json().path("units").asInt()).isZero();
            assertThat(LedgerContents.read(database.as("cart_reader")).cartEvents())
                    .filteredOn(event -> event.event() instanceof CartAbandoned)
                    .hasSize(1);
            DerivedTables.assertFollowFromEvents(database.as("cart_reader"));

            Answer reopened =
                    Command.add(cart, "SOCK", 1).from(CUSTOMER).key("young").sendTo(other);

            assertThat(reopened.json().path("status").asString()).isEqualTo("OPEN");
            assertThat(reopened.json().path("units").asInt()).isEqualTo(2);
            assertOnlyTheOldKeyIsForgotten(database);
        }
    }

    private static void assertOnlyTheOldKeyIsForgotten(TestDatabase database) {
        database.execute("update ledger.command_key set recorded_at = now() - interval '169 hours' where key = 'old'");

        await().atMost(PATIENCE).until(() -> keys(database).equals(List.of("young")));
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
