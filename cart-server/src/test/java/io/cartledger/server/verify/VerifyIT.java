package io.cartledger.server.verify;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.cartledger.command.testing.TestDatabase;
import io.cartledger.server.testing.CartClient;
import io.cartledger.server.testing.CartClient.Answer;
import io.cartledger.server.testing.ServerProcess;
import io.cartledger.server.testing.TestIssuer;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** What whoever asks for a verification is answered. */
class VerifyIT {

    private static final JsonMapper JSON = new JsonMapper();

    private static TestDatabase database;
    private static ServerProcess server;
    private static CartClient shop;
    private static CartClient operator;

    @BeforeAll
    static void start() {
        database = TestDatabase.durable();
        server = ServerProcess.startOn(database);
        shop = new CartClient(server::uri);
        operator = shop.as("admin/ops");
    }

    @AfterAll
    static void stop() {
        server.close();
    }

    @Test
    void anEditedRowIsToldInALineAndTheResultIsTheLastOne() {
        long version = shop.add("told-1", "SOCK", 2).version();
        shop.cart("told-1", version);

        List<JsonNode> clean = lines(verify());
        database.execute("update view_1.cart_line set quantity = 998 where cart_id = 'told-1'");
        List<JsonNode> edited = lines(verify());
        database.execute("update view_1.cart_line set quantity = 2 where cart_id = 'told-1'");

        assertThat(clean.getLast().at("/result/clean").asBoolean(false)).isTrue();
        assertThat(clean.getLast().at("/result/events").asLong(0)).isPositive();
        assertThat(clean).anyMatch(line -> line.at("/progress/head").asLong(0) > 0);
        assertThat(edited)
                .filteredOn(line -> line.has("finding"))
                .singleElement()
                .satisfies(line -> {
                    assertThat(line.at("/finding/cart").asString()).isEqualTo("told-1");
                    assertThat(line.at("/finding/position").asLong(0)).isPositive();
                    assertThat(line.at("/finding/detail").asString()).contains("998");
                });
        assertThat(edited.getLast().at("/result/clean").asBoolean(true)).isFalse();
    }

    @Test
    void onlyOperatorsMay() {
        assertThat(shop.as("support/anna").send("GET", "/ledger/verify", null).code())
                .isEqualTo("insufficient-scope");
    }

    /** It waits for the read model, which somebody holds where it is. */
    @Test
    void aNodeVerifiesForOneAtATime() throws Exception {
        try (Connection holding = held()) {
            shop.add("held-1", "SOCK", 1);
            try (BufferedReader first = begun()) {
                Answer second = verify();

                assertThat(second.status()).isEqualTo(503);
                assertThat(second.code()).isEqualTo("overloaded");
                assertThat(second.header("Retry-After")).isNotEmpty();
                holding.rollback();
                assertThat(first.lines().toList().getLast()).startsWith("{\"result\":{\"clean\":true,");
            }
        }
        await().until(() -> verify().status() == 200);
    }

    @Test
    void whoHasGoneIsNotWaitedFor() throws Exception {
        try (Connection holding = held()) {
            shop.add("held-2", "SOCK", 1);
            begun().close();

            await().atMost(Duration.ofSeconds(10)).until(() -> verifications() == 0);
            holding.rollback();
        }
        await().until(() -> verify().status() == 200);
    }

    @Test
    void anAnswerThatFailsOnItsWayBreaksOff() throws Exception {
        try (Connection holding = held()) {
            shop.add("held-3", "SOCK", 1);
            try (BufferedReader lines = begun()) {
                database.execute("""
                        select pg_terminate_backend(pid)
                        from pg_stat_activity
                        where application_name = 'cartledger verify' and datname = current_database()
                        """);

                assertThatThrownBy(lines.lines()::toList).hasCauseInstanceOf(IOException.class);
            }
            holding.rollback();
        }
        await().until(() -> verify().status() == 200);
    }

    private static Connection held() throws SQLException {
        Connection connection = database.as("postgres").getConnection();
        connection.setAutoCommit(false);
        try (Statement statement = connection.createStatement()) {
            statement.execute("select from view_1.progress for update");
        }
        return connection;
    }

    /** Its first line has come. */
    private static BufferedReader begun() throws IOException, InterruptedException {
        var http = HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();
        var answer = http.send(
                HttpRequest.newBuilder(server.uri("/ledger/verify"))
                        .header("Authorization", "Bearer " + TestIssuer.token("admin/ops"))
                        .build(),
                BodyHandlers.ofInputStream());
        assertThat(answer.headers().firstValue("Content-Type")).contains("application/x-ndjson");
        var lines = new BufferedReader(new InputStreamReader(answer.body(), StandardCharsets.UTF_8));
        assertThat(lines.readLine()).startsWith("{\"progress\":{\"checked\":0,");
        return lines;
    }

    private static long verifications() throws SQLException {
        try (Connection connection = database.as("postgres").getConnection();
                Statement statement = connection.createStatement();
                var row = statement.executeQuery("""
                        select count(*)
                        from pg_stat_activity
                        where application_name = 'cartledger verify' and datname = current_database()
                        """)) {
            row.next();
            return row.getLong(1);
        }
    }

    private static Answer verify() {
        return operator.send("GET", "/ledger/verify", null);
    }

    private static List<JsonNode> lines(Answer answer) {
        assertThat(answer.status()).isEqualTo(200);
        return answer.response().body().lines().map(JSON::readTree).toList();
    }
}
