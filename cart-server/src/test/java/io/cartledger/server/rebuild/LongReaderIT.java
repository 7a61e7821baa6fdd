package io.cartledger.server.rebuild;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.cartledger.command.testing.TestDatabase;
import io.cartledger.server.testing.CartClient;
import io.cartledger.server.testing.ManyEvents;
import io.cartledger.server.testing.ServerProcess;
import io.cartledger.server.testing.TestIssuer;
import java.io.BufferedReader;
import java.io.InputStreamReader;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/**
 * Whoever reads for long, a generation by SQL or everything over HTTP, while the read model is built anew, switched to and the
 * one that they read is to be dropped: they get all of it, and hold up nobody.
 */
class LongReaderIT {

    private static final boolean FULL = Boolean.getBoolean("cart.full");
    private static final int EVENTS = 20_000;
    private static final Duration EXPORT = FULL ? Duration.ofSeconds(30) : Duration.ofSeconds(6);
    private static final Duration PATIENCE = Duration.ofMinutes(2);

    @Test
    @Timeout(300)
    void readersAndTheSwitchDoNotWaitForEachOther() throws Exception {
        TestDatabase database = ManyEvents.write(EVENTS, EVENTS / 10);
        try (ServerProcess server = ServerProcess.startOn(database);
                HttpClient client = HttpClient.newHttpClient()) {
            var shop = new CartClient(server::uri);
            rebuild(shop, 2); // the generation that was there has nothing in it
            long begunNanos = System.nanoTime();
            try (Connection analyst = database.unpooledAs("cart_reader").getConnection();
                    BufferedReader export = export(client, server)) {
                analyst.setTransactionIsolation(Connection.TRANSACTION_REPEATABLE_READ);
                analyst.setAutoCommit(false);
                assertThat(count(analyst, "view_2.change")).isEqualTo(EVENTS);
                assertThat(export.readLine()).contains("io.cartledger.CartOpened");

                rebuild(shop, 3);
                assertThat(shop.as("admin/ops")
                                .send("DELETE", "/rebuilds/2", null)
                                .isSuccess())
                        .isTrue();
                assertEverybodyGoesOn(shop, begunNanos);

                assertThat(count(analyst, "view_2.change")).isEqualTo(EVENTS);
                analyst.commit();
                assertThat(1 + export.lines().count()).isEqualTo(EVENTS);
            }
            await().atMost(PATIENCE).until(() -> !exists(database, "view_2"));
        }
    }

    private static void assertEverybodyGoesOn(CartClient shop, long begunNanos) {
        int units = 0;
        do {
            CartClient.Answer added = shop.add("meanwhile", "SOCK", 1);
            units++;
            assertThat(added.isSuccess()).as(added::toString).isTrue();
            assertThat(shop.cart("meanwhile", added.version()).lines()).containsEntry("SOCK", units);
        } while (System.nanoTime() - begunNanos < EXPORT.toNanos() && units < 900);
    }

    /** Everything that was there when it began, read by somebody who takes their time. */
    private static BufferedReader export(HttpClient client, ServerProcess server) throws Exception {
        var request = HttpRequest.newBuilder(server.uri("/events"))
                .header("Authorization", "Bearer " + TestIssuer.token("analyst/slow"))
                .build();
        return new BufferedReader(new InputStreamReader(
                client.send(request, BodyHandlers.ofInputStream()).body(), StandardCharsets.UTF_8));
    }

    private static void rebuild(CartClient shop, int number) {
        CartClient admin = shop.as("admin/ops");
        assertThat(admin.send("POST", "/rebuilds", null).status()).isEqualTo(202);
        await().atMost(PATIENCE)
                .until(() -> admin.send("GET", "/rebuilds/" + number, null)
                        .json()
                        .path("phase")
                        .asString()
                        .equals("DONE"));
    }

    private static long count(Connection connection, String table) throws SQLException {
        try (Statement statement = connection.createStatement();
                ResultSet row = statement.executeQuery("select count(*) from " + table)) {
            row.next();
            return row.getLong(1);
        }
    }

    private static boolean exists(TestDatabase database, String schema) throws SQLException {
        try (Connection connection = database.as("postgres").getConnection();
                ResultSet row = connection.getMetaData().getSchemas(null, schema)) {
            return row.next();
        }
    }
}
