package io.cartledger.server.embedded;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.sql.SQLException;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

class RestartTest {

    private static final Duration LIMIT = Duration.ofSeconds(20);

    @RegisterExtension
    final TestFolders folders = new TestFolders();

    @Test
    void dataPasswordsAndPortAreTheSameAfterARestart() throws SQLException {
        var folder = folders.used();
        String urlBefore;
        String wayInBefore;
        Login loginBefore;
        try (var before = EmbeddedPostgres.start(folder, 0)) {
            Sql.run(before, before.server(), "create table kept as select 'kept' as value");
            urlBefore = before.jdbcUrl();
            wayInBefore = before.psqlLine();
            loginBefore = before.server();
        }

        try (var after = EmbeddedPostgres.start(folder, 0)) {
            assertThat(after.jdbcUrl()).isEqualTo(urlBefore);
            assertThat(after.psqlLine()).isEqualTo(wayInBefore);
            assertThat(after.server()).isEqualTo(loginBefore);
            assertThat(Sql.run(after, loginBefore, "select value from kept")).isEqualTo("kept");
        }
    }

    @Test
    void closedMeansNothingRunsAndTheFolderIsFree() throws IOException {
        var folder = folders.used();
        var postgres = EmbeddedPostgres.start(folder, 0);
        long pid = PostmasterPid.in(folder.resolve("data")).orElseThrow().pid();

        postgres.close();
        postgres.close();

        await().atMost(LIMIT).until(() -> ProcessHandle.of(pid).isEmpty());
        assertThat(PostmasterPid.in(folder.resolve("data"))).isEmpty();
        DataFolder.open(folder).close();
    }

    @Test
    void closingTwiceLeavesALaterStartAlone() throws SQLException {
        var folder = folders.used();
        var first = EmbeddedPostgres.start(folder, 0);
        first.close();

        try (var second = EmbeddedPostgres.start(folder, 0)) {
            first.close();

            assertThat(Sql.run(second, second.server(), "select 1")).isEqualTo("1");
            assertThatThrownBy(() -> DataFolder.open(folder)).hasMessageContaining("in use by process");
        }
    }

    @Test
    void closingAnInterruptedThreadsServerStopsItAllTheSame() throws IOException {
        var folder = folders.used();
        var postgres = EmbeddedPostgres.start(folder, 0);

        Thread.currentThread().interrupt();
        postgres.close();

        assertThat(Thread.interrupted()).isTrue();
        assertThat(PostmasterPid.in(folder.resolve("data"))).isEmpty();
    }

    @Test
    void openConnectionsDoNotHoldUpTheClosing() throws SQLException {
        var postgres = EmbeddedPostgres.start(folders.used(), 0);
        try (var connection = Sql.connect(postgres, postgres.server());
                var statement = connection.createStatement()) {
            connection.setAutoCommit(false);
            statement.execute("create table unfinished as select 1");

            postgres.close();

            assertThatThrownBy(() -> statement.execute("select 1")).isInstanceOf(SQLException.class);
        }
    }

    @Test
    void aPortThatIsWantedIsTheOne() throws IOException {
        int free;
        try (var socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            free = socket.getLocalPort();
        }

        try (var postgres = EmbeddedPostgres.start(folders.used(), free)) {
            assertThat(postgres.port()).isEqualTo(free);
        }
    }

    @Test
    void aRememberedPortThatIsTakenIsReplaced() throws IOException {
        var folder = folders.used();
        try (var taken = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            Files.writeString(folder.resolve("port"), taken.getLocalPort() + "\n");

            try (var postgres = EmbeddedPostgres.start(folder, 0)) {
                assertThat(postgres.port()).isNotEqualTo(taken.getLocalPort());
                assertThat(folder.resolve("port")).hasContent(postgres.port() + "\n");
            }
        }
    }

    @Test
    void nothingOfOurEnvironmentChangesTheServer() throws IOException, InterruptedException {
        var folder = folders.used();
        var misleading = Map.of("PGPORT", "1", "PGDATA", "/nowhere", "PGOPTIONS", "-x", "LC_ALL", "tlh_KX");

        try (var child = ChildJvm.startingIn(folder, misleading)) {
            assertThat(child.answer()).startsWith(StartAndWait.STARTED);
        }
    }

    @Test
    void aLogOfMoreThanTenMegabytesIsPutAside() throws IOException {
        var folder = folders.used();
        Files.write(folder.resolve("postgresql.log"), new byte[(int) ServerLog.MAX_BYTES + 1]);

        EmbeddedPostgres.start(folder, 0).close();

        assertThat(folder.resolve("postgresql.log")).content().contains("database system is ready");
        assertThat(folder.resolve("postgresql.log.1")).hasSize(ServerLog.MAX_BYTES + 1);
    }
}
