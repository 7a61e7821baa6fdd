package io.cartledger.server;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.cartledger.server.embedded.EmbeddedPostgres;
import io.cartledger.server.testing.Load;
import io.cartledger.server.testing.ServerProcess;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.time.Duration;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.jdbc.datasource.SingleConnectionDataSource;

/** {@code kill PID} under load: the service ends in good order. */
class ShutdownIT {

    private static final int SHOPPERS = 16;
    private static final Duration SECONDS = Duration.ofSeconds(15);
    private static final int ENDED_BY_SIGTERM = 143;

    @TempDir
    static Path folder;

    private static Load load;
    private static ProcessHandle postgres;
    private static int exitCode;
    private static String output;

    @BeforeAll
    static void stopUnderLoad() throws Exception {
        try (ServerProcess server = ServerProcess.start("--cart.embedded.directory=" + folder)) {
            postgres = postgres();
            load = Load.of(SHOPPERS, server.uri("/").getPort());
            await().atMost(Duration.ofMinutes(1)).until(() -> load.acknowledged() > 500);

            server.terminate();

            exitCode = server.awaitExit(SECONDS);
            load.awaitEnd();
            output = server.output();
        }
    }

    @Test
    void everyCommandIsAnswered() {
        assertThat(load.broken()).isEmpty();
    }

    @Test
    void whoIsTooLateIsToldToTryElsewhere() {
        assertThat(load.refusals()).hasSize(SHOPPERS).allSatisfy(refusal -> {
            assertThat(refusal.status()).isEqualTo(503);
            assertThat(refusal.json().path("code").asString()).isEqualTo("shutting-down");
            assertThat(refusal.header("Retry-After")).isEqualTo("1");
        });
    }

    @Test
    void whatWasAcknowledgedIsInTheLedgerAndNothingElse() throws Exception {
        assertThat(addedInLedger()).isEqualTo(load.acknowledged());
    }

    @Test
    void theEmbeddedPostgresEndsToo() {
        await().atMost(SECONDS).until(() -> !postgres.isAlive());

        assertThat(folder.resolve("data/postmaster.pid")).doesNotExist();
    }

    @Test
    void theExitCodeNamesTheSignal() {
        assertThat(exitCode).isEqualTo(ENDED_BY_SIGTERM);
    }

    @Test
    void theLogSaysThatItStopsAndThatItHas() {
        assertThat(output.lines().filter(line -> line.contains("Stopping: new requests are refused after 0 s")))
                .hasSize(1);
        assertThat(output.lines().toList().getLast()).endsWith("Stopped");
    }

    private static ProcessHandle postgres() throws IOException {
        String pid = Files.readAllLines(folder.resolve("data/postmaster.pid")).getFirst();
        return ProcessHandle.of(Long.parseLong(pid)).orElseThrow();
    }

    private static long addedInLedger() throws SQLException {
        try (EmbeddedPostgres started = EmbeddedPostgres.start(folder, 0);
                Connection connection = DriverManager.getConnection(
                        started.jdbcUrl(),
                        started.reader().username(),
                        started.reader().password())) {
            return JdbcClient.create(new SingleConnectionDataSource(connection, true))
                    .sql("select count(*) from ledger.event where type = 'ItemAdded'")
                    .query(Long.class)
                    .single();
        }
    }
}
