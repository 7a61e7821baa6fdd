package io.cartledger.server.embedded;

import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.cartledger.server.config.StartupFailure;
import java.nio.file.Files;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** What comes of a server on a backup that gets to its end is shown by the test that restores one. */
class RecoveryTest {

    @RegisterExtension
    final TestFolders folders = new TestFolders();

    @Test
    void aServerThatStaysInRecoveryIsGivenUp() throws Exception {
        var path = folders.used();
        Files.createFile(path.resolve("data/standby.signal"));
        try (var folder = DataFolder.open(path)) {
            var server = new PostgresServer(folder, PostgresPrograms.unpackedFor(folder, ServerUser.of(folder)));
            int port = server.start(new PortChoice(0, folder));
            try (var connection = Sql.connect(port, "postgres", Sql.login(path, "postgres"))) {
                var recovery = new Recovery(connection, Duration.ofMillis(300));

                assertThatThrownBy(recovery::awaitEnd)
                        .isInstanceOf(StartupFailure.class)
                        .hasMessageContaining("restoring a backup, has not got on")
                        .hasMessageContaining("recovery_target_action");
            } finally {
                server.stop();
            }
        }
    }
}
