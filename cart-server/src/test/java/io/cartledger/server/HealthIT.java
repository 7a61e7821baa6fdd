package io.cartledger.server;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;
import static org.awaitility.Awaitility.await;

import io.cartledger.command.testing.TestDatabase;
import io.cartledger.server.testing.CartClient;
import io.cartledger.server.testing.CartClient.Answer;
import io.cartledger.server.testing.CuttingProxy;
import io.cartledger.server.testing.CuttingProxy.Cut;
import io.cartledger.server.testing.ServerProcess;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** Health tells a node that lives from one that is ready, and a ready one from one with which all is well. */
class HealthIT {

    private static final Duration PATIENCE = Duration.ofSeconds(30);
    private static final String LIVENESS = "/actuator/health/liveness";
    private static final String READINESS = "/actuator/health/readiness";

    private static final String HOLD_THE_VIEW_BACK = """
            select position
            from view_1.progress
            for update
            """;

    private static TestDatabase database;
    private static CuttingProxy proxy;
    private static ServerProcess server;
    private static CartClient client;

    @BeforeAll
    static void start() {
        database = TestDatabase.durable();
        proxy = CuttingProxy.before(database);
        server = ServerProcess.launchThrough(proxy, database, "--cart.view.degraded-after=1s");
        server.awaitReady();
        client = new CartClient(server::uri);
    }

    @AfterAll
    static void stop() {
        server.close();
        proxy.close();
    }

    @Test
    void aNodeWhoseReadModelIsBehindIsDegradedButReady() throws SQLException {
        awaitStatus(READINESS, 200, "UP");
        try (Connection holder = database.unpooledAs("postgres").getConnection();
                var statement = holder.createStatement()) {
            holder.setAutoCommit(false);
            statement.execute(HOLD_THE_VIEW_BACK);

            assertThat(client.add("behind", "DRN-7X", 1).status()).isEqualTo(201);

            awaitStatus(READINESS, 200, "DEGRADED");
            assertThat(get("/actuator/health"))
                    .extracting(Answer::status, answer -> status(answer))
                    .isEqualTo(tuple(200, "DEGRADED").toList());
            assertThat(status(get(LIVENESS))).isEqualTo("UP");
            assertThat(get("/actuator/health/view")
                            .json()
                            .at("/details/lagEvents")
                            .asInt())
                    .isEqualTo(2);
            assertThat(client.add("behind", "DRN-7X", 1).status()).isEqualTo(200);
            await().atMost(PATIENCE).until(() -> figure("cart_view_lag_events") == 3);
            assertThat(figure("cart_view_lag_seconds")).isGreaterThan(1);
        }
        awaitStatus(READINESS, 200, "UP");
        assertThat(figure("cart_view_lag_events")).isZero();
    }

    @Test
    void aNodeWithoutItsDatabaseLivesAndIsNotReady() {
        awaitStatus(READINESS, 200, "UP");
        proxy.cutBy(request -> Cut.BEFORE);
        try {
            awaitStatus(READINESS, 503, "DOWN");
            assertThat(get(LIVENESS))
                    .extracting(Answer::status, answer -> status(answer))
                    .isEqualTo(tuple(200, "UP").toList());
        } finally {
            proxy.cutBy(request -> Cut.NOT);
        }
        awaitStatus(READINESS, 200, "UP");
    }

    private static void awaitStatus(String path, int code, String status) {
        await().atMost(PATIENCE)
                .untilAsserted(() -> assertThat(get(path))
                        .extracting(Answer::status, answer -> status(answer))
                        .isEqualTo(tuple(code, status).toList()));
    }

    private static String status(Answer health) {
        return health.json().path("status").asString();
    }

    private static Answer get(String path) {
        return client.send("GET", path, null);
    }

    private static double figure(String name) {
        return get("/actuator/prometheus")
                .response()
                .body()
                .lines()
                .filter(line -> line.startsWith(name + " "))
                .mapToDouble(line -> Double.parseDouble(line.substring(name.length() + 1)))
                .findFirst()
                .orElseThrow();
    }
}
