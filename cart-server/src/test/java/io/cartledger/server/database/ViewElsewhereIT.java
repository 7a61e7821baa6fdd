package io.cartledger.server.database;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.cartledger.command.testing.TestDatabase;
import io.cartledger.server.testing.CartClient;
import io.cartledger.server.testing.CartClient.Answer;
import io.cartledger.server.testing.ServerProcess;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.springframework.jdbc.core.simple.JdbcClient;

/** Nodes of one ledger, each of which folds it into a database of its own, where nothing of the ledger is. */
class ViewElsewhereIT {

    private static final String SCHEMAS = """
            select n.nspname
            from pg_namespace n
            where n.nspname in ('ledger', 'vault', 'view', 'view_1', 'work')
            order by n.nspname
            """;

    @Test
    void eachNodeReadsWhatItHasFoldedElsewhere() {
        TestDatabase ledger = TestDatabase.durable();
        TestDatabase here = TestDatabase.durable();
        TestDatabase there = TestDatabase.durable();
        try (ServerProcess commands = ServerProcess.startOn(ledger, view(here));
                ServerProcess queries = ServerProcess.startOn(ledger, view(there), "--cart.roles=query")) {
            var shop = new CartClient(commands::uri);
            var reader = new CartClient(queries::uri);
            shop.add("elsewhere-1", "SOCK", 2);
            Answer added = shop.add("elsewhere-1", "SOCK", 1);

            for (CartClient node : List.of(shop, reader)) {
                assertThat(node.cart("elsewhere-1", added.version())
                                .json()
                                .path("units")
                                .asInt())
                        .isEqualTo(3);
                assertThat(node.send("GET", "/carts/elsewhere-1?version=1", null)
                                .json()
                                .path("units")
                                .asInt())
                        .isEqualTo(2);
            }
            rebuild(reader.as("admin/ops"));
            assertThat(reader.cart("elsewhere-1", added.version()).json()).isEqualTo(added.json());
            assertThat(reader.as("admin/ops")
                            .send("GET", "/ledger/verify", null)
                            .response()
                            .body())
                    .contains("\"clean\":true");
            assertThat(schemas(ledger)).containsExactly("ledger", "vault", "work");
            assertThat(schemas(here)).containsExactly("view", "view_1");
            assertThat(schemas(there)).containsExactly("view", "view_1");
        }
    }

    private static String view(TestDatabase database) {
        return "--cart.view.datasource.url=" + database.jdbcUrl();
    }

    private static void rebuild(CartClient admin) {
        assertThat(admin.send("POST", "/rebuilds", null).status()).isEqualTo(202);
        await().atMost(Duration.ofSeconds(60))
                .until(() -> admin.send("GET", "/rebuilds/2", null)
                        .json()
                        .path("phase")
                        .asString()
                        .equals("DONE"));
    }

    private static List<String> schemas(TestDatabase database) {
        return JdbcClient.create(database.as("postgres"))
                .sql(SCHEMAS)
                .query(String.class)
                .list();
    }
}
