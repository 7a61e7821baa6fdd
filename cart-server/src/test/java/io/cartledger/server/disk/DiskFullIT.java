package io.cartledger.server.disk;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.cartledger.server.testing.CartClient;
import io.cartledger.server.testing.CartClient.Answer;
import io.cartledger.server.testing.EmbeddedFolder;
import io.cartledger.server.testing.LedgerContents;
import io.cartledger.server.testing.ReadModel;
import io.cartledger.server.testing.ServerProcess;
import java.io.IOException;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** On a disk that is really full: what was answered is there, what was not is refused, and with room it goes on. */
class DiskFullIT {

    private static final int MEGABYTES = 160;
    private static final int MOST_ADDS = 3_000;
    private static final Duration PATIENCE = Duration.ofSeconds(60);

    private static final String OPEN_ANOTHER_WAL_SEGMENT = """
            select pg_switch_wal();
            select pg_logical_emit_message(true, 'disk', 'full');
            """;

    @TempDir
    private Path place;

    private final Map<String, Long> versions = new HashMap<>(); // of carts, as answered
    private SmallDisk disk;
    private EmbeddedFolder folder;

    @BeforeEach
    void mount() throws IOException {
        try {
            disk = SmallDisk.at(place, MEGABYTES);
        } catch (IOException e) {
            Assumptions.abort("this machine lends nobody a disk: " + e.getMessage());
        }
        folder = EmbeddedFolder.at(disk.outside("data"));
    }

    @AfterEach
    void unmount() throws IOException {
        if (disk != null) {
            folder.killPostgres();
            disk.close();
        }
    }

    @Test
    void commandsAreRefusedUntilThereIsRoomAndNothingIsLost() throws Exception {
        try (ServerProcess server = start()) {
            var client = new CartClient(server::uri);
            addTo(client, "before");

            disk.fill(100);
            Answer refused = addUntilRefused(client);
            Answer read = client.send("GET", "/carts/before", null);
            disk.clear();

            assertThat(refused.code()).isEqualTo("ledger-unavailable");
            assertThat(refused.header("Retry-After")).isEqualTo("1");
            assertThat(read.status()).isEqualTo(200);
            addTo(client, "after");
            assertNothingIsLost();
        }
    }

    @Test
    void afterPostgresHasGivenUpForWantOfWalANewStartHasAllThatWasAnswered() throws Exception {
        try (ServerProcess server = start()) {
            var client = new CartClient(server::uri);
            addTo(client, "before");

            disk.fill(0);
            giveUp();

            await().atMost(PATIENCE)
                    .until(() -> client.send("GET", "/actuator/health/readiness", null)
                                    .status()
                            == 503);
            assertThat(add(client, "refused").status()).isEqualTo(503);
            assertThat(client.send("GET", "/actuator/health/liveness", null).status())
                    .isEqualTo(200);
        }
        disk.clear();
        try (ServerProcess server = start()) {
            addTo(new CartClient(server::uri), "after");
            assertNothingIsLost();
        }
    }

    private ServerProcess start() {
        return ServerProcess.startWithin(
                disk.prefix(), "--cart.embedded.directory=" + disk.inside("data"), "--cart.command.deadline=2s");
    }

    /** A new segment of the WAL does not find room, without which PostgreSQL neither goes on nor recovers. */
    private void giveUp() {
        try (Connection connection = folder.superuser().getConnection();
                Statement statement = connection.createStatement()) {
            for (int i = 0; i < 10; i++) {
                statement.execute(OPEN_ANOTHER_WAL_SEGMENT);
            }
            throw new AssertionError("there was room for ten segments");
        } catch (SQLException e) {
            await().atMost(PATIENCE).until(() -> !folder.isPostgresRunning());
        }
    }

    private Answer addUntilRefused(CartClient client) {
        for (int i = 0; i < MOST_ADDS; i++) {
            Answer answer = add(client, "c-" + i);
            if (!answer.isSuccess()) {
                return answer;
            }
        }
        throw new AssertionError("there was room for " + MOST_ADDS + " adds");
    }

    /** However busy the machine is. */
    private void addTo(CartClient client, String cartId) {
        await().atMost(PATIENCE).until(() -> add(client, cartId).isSuccess());
    }

    private Answer add(CartClient client, String cartId) {
        Answer answer = client.add(cartId, "DRN-7X", 1);
        if (answer.isSuccess()) {
            versions.put(cartId, answer.version());
        }
        return answer;
    }

    private void assertNothingIsLost() {
        LedgerContents ledger = LedgerContents.read(folder.reader()).assertSound();
        var carts = new HashMap<String, Long>();
        ledger.fold().forEach((cartId, cart) -> carts.put(cartId.value(), cart.version()));
        assertThat(carts).containsExactlyInAnyOrderEntriesOf(versions);
        var view = new ReadModel(folder.reader()).awaitPosition(ledger.head());
        assertThat(view.carts()).isEqualTo(ledger.fold());
    }
}
