package io.cartledger.server.embedded;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.SQLException;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.DisabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** {@code kill -9} of the service, of PostgreSQL, of both, at any stage: the next start works and loses nothing. */
@DisabledOnOs(OS.WINDOWS)
class KilledTest {

    private static final Duration LIMIT = Duration.ofSeconds(30);

    @RegisterExtension
    final TestFolders folders = new TestFolders();

    @Test
    void aServerThatOutlivedItsServiceIsStoppedAndNothingCommittedIsLost() throws Exception {
        var folder = folders.used();
        long orphan;
        try (var service = ChildJvm.startingIn(folder)) {
            assertThat(service.answer()).startsWith(StartAndWait.STARTED);
            orphan = postmaster(folder).pid();
            commit("create table committed as select 'before the kill' as value", folder);
            service.kill();
        }
        assertThat(postmaster(folder).isServer()).as("it outlives the service").isTrue();

        try (var postgres = EmbeddedPostgres.start(folder, 0)) {
            assertThat(postmaster(folder).pid()).isNotEqualTo(orphan);
            assertThat(Sql.run(postgres, postgres.server(), "select value from committed"))
                    .isEqualTo("before the kill");
        }
    }

    @Test
    void aServerThatWasKilledRecoversWhatWasCommitted() throws Exception {
        var folder = folders.used();
        var killed = EmbeddedPostgres.start(folder, 0);
        Sql.run(killed, killed.server(), "create table committed as select 'before the kill' as value");
        kill(postmaster(folder).pid());
        killed.close();
        assertThat(folder.resolve("data/postmaster.pid")).exists();

        try (var postgres = EmbeddedPostgres.start(folder, 0)) {
            assertThat(Sql.run(postgres, postgres.server(), "select value from committed"))
                    .isEqualTo("before the kill");
        }
        assertThat(folder.resolve("postgresql.log")).content().contains("automatic recovery in progress");
    }

    @Test
    void aServerOfAnotherFolderThatGotTheProcessIdOfAKilledOneIsLeftAlone() throws Exception {
        var folder = folders.used();
        var killed = EmbeddedPostgres.start(folder, 0);
        kill(postmaster(folder).pid());
        killed.close();

        try (var innocent = EmbeddedPostgres.start(folders.used(), 0)) {
            var pidFile = folder.resolve("data/postmaster.pid");
            var lines = Files.readAllLines(pidFile);
            lines.set(0, String.valueOf(postmaster(innocent.directory()).pid()));
            Files.write(pidFile, lines);

            try (var postgres = EmbeddedPostgres.start(folder, 0)) {
                assertThat(Sql.run(postgres, postgres.server(), "select 1")).isEqualTo("1");
                assertThat(postmaster(innocent.directory()).isServer()).isTrue();
                assertThat(Sql.run(innocent, innocent.server(), "select 1")).isEqualTo("1");
            }
        }
    }

    @Test
    void processesThatOutlivedTheirKilledServerAreWaitedFor() throws Exception {
        var folder = folders.used();
        var killed = EmbeddedPostgres.start(folder, 0);
        try (var connection = Sql.connect(killed, killed.server())) {
            var outliving = Sql.run(connection, "select pg_backend_pid()");
            signal("STOP", outliving);
            kill(postmaster(folder).pid());
            killed.close();

            var next = CompletableFuture.supplyAsync(() -> EmbeddedPostgres.start(folder, 0));
            await().atMost(LIMIT).until(() -> logContains(folder, "pre-existing shared memory block"));
            signal("CONT", outliving);

            try (var postgres = next.get(LIMIT.toSeconds(), TimeUnit.SECONDS)) {
                assertThat(Sql.run(postgres, postgres.server(), "select 1")).isEqualTo("1");
            }
        }
    }

    /** How far a first start has got, as its folder shows. */
    enum Stage {
        INITDB_AT_WORK,
        SERVER_STARTING,
        SERVER_READY;

        boolean isReachedIn(Path folder) throws IOException {
            return switch (this) {
                case INITDB_AT_WORK -> logContains(folder, "creating configuration files");
                case SERVER_STARTING -> Files.exists(folder.resolve("data/postmaster.pid"));
                case SERVER_READY -> logContains(folder, "database system is ready");
            };
        }
    }

    @ParameterizedTest
    @EnumSource
    void aFirstStartThatWasKilledIsCompletedByTheNext(Stage stage) throws Exception {
        var folder = folders.missing();
        try (var service = ChildJvm.startingIn(folder)) {
            await().atMost(LIMIT).pollInterval(Duration.ofMillis(1)).until(() -> stage.isReachedIn(folder));
            service.kill();
        }

        try (var postgres = EmbeddedPostgres.start(folder, 0)) {
            assertThat(Sql.run(postgres, postgres.server(), "create table t (x int)"))
                    .isEmpty();
            assertThat(Sql.run(postgres, postgres.reader(), "select 1")).isEqualTo("1");
        }
    }

    @Test
    void rolesWithoutPasswordsAndAMissingDatabaseAreCompleted() throws Exception {
        var folder = folders.used();
        try (var postgres = EmbeddedPostgres.start(folder, 0);
                var connection = Sql.connect(postgres.port(), "postgres", Sql.login(folder, "postgres"))) {
            Sql.run(connection, "drop database cart with (force)");
            Sql.run(connection, "drop role cart_reader");
            Sql.run(connection, "alter role cartledger password null");
        }

        try (var postgres = EmbeddedPostgres.start(folder, 0)) {
            assertThat(Sql.run(postgres, postgres.server(), "create table t (x int)"))
                    .isEmpty();
            assertThat(Sql.run(postgres, postgres.reader(), "select 1")).isEqualTo("1");
        }
    }

    private static boolean logContains(Path folder, String message) throws IOException {
        var log = folder.resolve("postgresql.log");
        return Files.exists(log) && Files.readString(log).contains(message);
    }

    private static PostmasterPid postmaster(Path folder) throws IOException {
        return PostmasterPid.in(folder.resolve("data")).orElseThrow();
    }

    private static void commit(String statement, Path folder) throws IOException, SQLException {
        int port = Integer.parseInt(Files.readString(folder.resolve("port")).strip());
        try (var connection = Sql.connect(port, "cart", Sql.login(folder, "cartledger"))) {
            Sql.run(connection, statement);
        }
    }

    private static void kill(long pid) {
        var process = ProcessHandle.of(pid).orElseThrow();
        process.destroyForcibly();
        await().atMost(LIMIT).until(() -> !process.isAlive());
    }

    private static void signal(String name, String pid) throws Exception {
        assertThat(new ProcessBuilder("kill", "-" + name, pid).start().waitFor())
                .isZero();
    }
}
