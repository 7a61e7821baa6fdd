package io.cartledger.server.rebuild;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.cartledger.command.testing.TestDatabase;
import io.cartledger.server.testing.CartClient;
import io.cartledger.server.testing.ManyEvents;
import io.cartledger.server.testing.ServerProcess;
import java.net.http.HttpClient;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/**
 * Whoever reads for long, a generation by SQL or by its indexes over HTTP, while the read model is built anew, switched to and
 * the one that they read is dropped: they get all of it, and hold up nobody.
 */
class LongReaderIT {

    private static final boolean FULL = Boolean.getBoolean("cart.full");
    private static final int EVENTS = 20_000;
    private static final Duration EXPORT = FULL ? Duration.ofSeconds(30) : Duration.ofSeconds(6);
    private static final Duration PATIENCE = Duration.ofMinutes(2);

    private static final String CUSTOMER = "4421";
    private static final String ALL_OF_ONE_CUSTOMER = """
            update ledger.event
            set payload = jsonb_set(payload, '{customer}', '"%s"')
            where type = 'CartOpened'
            """.formatted(CUSTOMER);

    private static final String MARK = "read-late";

    /** Tells whether a page was read before or after. */
    private static final String MARK_LAST = """
            update ledger.event
            set origin = jsonb_set(origin, '{correlationId}', '"%s"')
            where position = %d
            """.formatted(MARK, EVENTS);

    @Test
    @Timeout(300)
    void readersAndTheSwitchDoNotWaitForEachOther() throws Exception {
        TestDatabase database = ManyEvents.write(EVENTS, EVENTS / 10);
        database.execute(ALL_OF_ONE_CUSTOMER);
        try (ServerProcess server = ServerProcess.startOn(database);
                HttpClient client = HttpClient.newHttpClient()) {
            var shop = new CartClient(server::uri);
            rebuild(shop, 2); // the generation that was there has nothing in it
            await().atMost(PATIENCE).until(() -> shop.cart("many-0", 0).isSuccess());
            long begunNanos = System.nanoTime();
            try (Connection analyst = database.unpooledAs("cart_reader").getConnection();
                    var export = new SlowExport(client, server.uri("/events?customer=" + CUSTOMER))) {
                analyst.setTransactionIsolation(Connection.TRANSACTION_REPEATABLE_READ);
                analyst.setAutoCommit(false);
                assertThat(count(analyst, "view_2.change")).isEqualTo(EVENTS);
                await().until(() -> export.lines() > 0);

                rebuild(shop, 3);
                assertThat(shop.as("admin/ops")
                                .send("DELETE", "/rebuilds/2", null)
                                .isSuccess())
                        .isTrue();
                assertEverybodyGoesOn(shop, begunNanos);

                assertThat(count(analyst, "view_2.change")).isEqualTo(EVENTS);
                analyst.commit();
                await().atMost(PATIENCE).until(() -> !exists(database, "view_2"));

                database.execute(MARK_LAST);
                assertThat(export.awaitLast()).as("read since").contains(MARK);
                assertThat(export.lines()).isEqualTo(EVENTS);
            }
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
