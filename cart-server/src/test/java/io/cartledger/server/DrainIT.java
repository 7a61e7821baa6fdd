package io.cartledger.server;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.cartledger.command.testing.TestDatabase;
import io.cartledger.server.testing.CartClient;
import io.cartledger.server.testing.CartClient.Answer;
import io.cartledger.server.testing.ServerProcess;
import java.sql.Connection;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.jdbc.datasource.SingleConnectionDataSource;

/** A node that is told to stop waits for the commands under way. */
class DrainIT {

    private static final Duration OFTEN = Duration.ofMillis(20);

    private static final String TAKE_APPEND_LOCK = """
            lock table ledger.append_lock in exclusive mode
            """;

    private static final String WAITING_FOR_IT = """
            select count(*)
            from pg_locks
            where relation = 'ledger.append_lock'::regclass
              and not granted
            """;

    @Test
    void aCommandThatWaitsForTheLedgerIsFinishedWhileOthersAreRefused() throws Exception {
        TestDatabase database = TestDatabase.durable();
        try (ServerProcess server = ServerProcess.startOn(database)) {
            var client = new CartClient(server::uri);
            CompletableFuture<Answer> underWay;

            try (Connection other = database.as("postgres").getConnection()) {
                JdbcClient ledger = JdbcClient.create(new SingleConnectionDataSource(other, true));
                other.setAutoCommit(false);
                ledger.sql(TAKE_APPEND_LOCK).update();
                underWay = CompletableFuture.supplyAsync(() -> client.add("slow", "DRN-7X", 1));
                await().pollInterval(OFTEN)
                        .until(() ->
                                ledger.sql(WAITING_FOR_IT).query(Long.class).single() == 1);
                server.terminate();
                await().pollInterval(OFTEN)
                        .until(() -> client.send("GET", "/carts/any", null).status() == 503);
            }

            assertThat(underWay.join().status()).isEqualTo(201);
        }
    }

    @Test
    void aNodeStillTakesRequestsWhileBalancersHearThatItStops() {
        try (ServerProcess server = ServerProcess.startOn(TestDatabase.durable(), "--cart.stop-delay=3s")) {
            var client = new CartClient(server::uri);

            server.terminate();

            await().pollInterval(OFTEN)
                    .until(() -> client.send("GET", "/actuator/health/readiness", null)
                                    .status()
                            == 503);
            assertThat(client.add("in-time", "DRN-7X", 1).status()).isEqualTo(201);
            await().pollInterval(OFTEN)
                    .until(() -> client.add("too-late", "DRN-7X", 1).code().equals("shutting-down"));
        }
    }
}
