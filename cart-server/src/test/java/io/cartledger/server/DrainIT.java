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
            select pg_advisory_lock(5263117029841)
            """;

    private static final String WAITING_FOR_IT = """
            select count(*)
            from pg_locks
            where locktype = 'advisory'
              and not granted
              and database = (select oid from pg_database where datname = current_database())
            """;

    @Test
    void aCommandThatWaitsForTheLedgerIsFinishedWhileOthersAreRefused() throws Exception {
        TestDatabase database = TestDatabase.withLedger();
        try (ServerProcess server = ServerProcess.startOn(database)) {
            var client = new CartClient(server::uri);
            CompletableFuture<Answer> underWay;

            try (Connection other = database.as("postgres").getConnection()) {
                JdbcClient ledger = JdbcClient.create(new SingleConnectionDataSource(other, true));
                ledger.sql(TAKE_APPEND_LOCK).query().singleRow();
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
}
