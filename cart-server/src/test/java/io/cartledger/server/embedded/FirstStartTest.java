package io.cartledger.server.embedded;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.sql.SQLException;
import java.util.List;
import java.util.Locale;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.condition.DisabledOnOs;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What the first start makes. One PostgreSQL for all tests of this class. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class FirstStartTest {

    private EmbeddedPostgres postgres;

    @BeforeAll
    void start(@TempDir Path parent) {
        postgres = EmbeddedPostgres.start(parent.resolve("made/on/the/way/cartledger-data"), 0);
    }

    @AfterAll
    void stop() {
        postgres.close();
    }

    @ParameterizedTest
    @DisabledOnOs(OS.WINDOWS)
    @CsvSource({
        "'', rwx------",
        "data, rwx------",
        "credentials.properties, rw-------",
        "postgresql.log, rw-------",
    })
    void theFolderAndItsSecretsAreForTheirOwnerAlone(String name, String mode) throws IOException {
        var permissions = Files.getPosixFilePermissions(postgres.directory().resolve(name));

        assertThat(PosixFilePermissions.toString(permissions)).isEqualTo(mode);
    }

    @Test
    void nothingUnfinishedIsLeft() throws IOException {
        try (var content = Files.list(postgres.directory())) {
            assertThat(content.map(path -> path.getFileName().toString()))
                    .containsExactlyInAnyOrder(
                            "cartledger.lock", "credentials.properties", "data", "port", "postgresql.log");
        }
    }

    @ParameterizedTest
    @CsvSource({
        "fsync, on",
        "synchronous_commit, on",
        "full_page_writes, on",
        "data_checksums, on",
        "password_encryption, scram-sha-256",
        "listen_addresses, 127.0.0.1",
        "unix_socket_directories, ''",
        "max_connections, 60",
        "shared_buffers, 128MB",
        "server_encoding, UTF8",
        "log_timezone, UTC",
    })
    void theServerKeepsWhatIsCommittedAndAnswersThisMachineAlone(String setting, String value) throws Exception {
        try (var connection = Sql.connect(postgres, Sql.login(postgres.directory(), "postgres"))) {
            assertThat(Sql.run(connection, "show " + setting)).isEqualTo(value);
        }
    }

    @Test
    void textIsOrderedByCodePointButKnowsUpperCase() throws SQLException {
        var sorted = Sql.run(
                postgres,
                postgres.server(),
                "select string_agg(upper(word), ',' order by word) from (values ('é'), ('z'), ('B'), ('a')) t (word)");

        assertThat(sorted).isEqualTo("B,A,Z,É");
    }

    @Test
    void aWrongPasswordIsRefused() {
        for (var login : List.of(postgres.server(), postgres.reader(), new Login("postgres", ""))) {
            var wrong = new Login(login.username(), "wrong");

            assertThatThrownBy(() -> Sql.connect(postgres, wrong))
                    .hasMessageContaining("password authentication failed");
        }
    }

    @Test
    void noTwoPasswordsAreTheSameAndNoneIsShort() {
        assertThat(postgres.server().password())
                .hasSizeGreaterThanOrEqualTo(22)
                .isNotEqualTo(postgres.reader().password());
    }

    @Test
    void passwordsStayOutOfWhatIsPrinted() {
        assertThat(postgres.server()).hasToString("Login[cartledger]");
    }

    @Test
    void thePsqlLineIsTheReadersWayIn() {
        assertThat(postgres.psqlLine())
                .isEqualTo("psql postgresql://cart_reader:%s@127.0.0.1:%s/cart"
                        .formatted(postgres.reader().password(), postgres.port()));
    }

    @Test
    void addressesHaveTheDigitsOfTheInternetInEveryLanguage() {
        var before = Locale.getDefault();
        try {
            Locale.setDefault(Locale.of("fa", "IR"));

            assertThat(List.of(postgres.psqlLine(), postgres.jdbcUrl())).allMatch(line -> line.matches("\\p{ASCII}+"));
        } finally {
            Locale.setDefault(before);
        }
    }

    @Test
    void theServiceOwnsItsDatabaseAndIsNoSuperuser() throws SQLException {
        assertThat(Sql.run(postgres, postgres.server(), """
                        select concat_ws(' ', current_database(), pg_get_userbyid(datdba), rolsuper, rolcreaterole)
                        from pg_database, pg_roles
                        where datname = current_database() and rolname = current_user
                        """)).isEqualTo("cart cartledger f t");
    }

    @Test
    void theServiceMaySetTheReaderUp() throws SQLException {
        Sql.run(postgres, postgres.server(), """
                alter role cart_reader set statement_timeout = '5min';
                create role made_by_a_migration;
                grant cart_reader to made_by_a_migration;
                drop role made_by_a_migration
                """);

        assertThat(Sql.run(postgres, postgres.reader(), "show statement_timeout"))
                .isEqualTo("5min");
    }

    @Test
    void theReaderReadsWhatIsGrantedToIt() throws SQLException {
        Sql.run(
                postgres,
                postgres.server(),
                "create schema ledger; create table ledger.granted as select 42; create table ledger.kept as select 1");
        Sql.run(postgres, postgres.server(), "grant usage on schema ledger to cart_reader");
        Sql.run(postgres, postgres.server(), "grant select on ledger.granted to cart_reader");

        assertThat(Sql.run(postgres, postgres.reader(), "select * from ledger.granted"))
                .isEqualTo("42");
        assertThatThrownBy(() -> Sql.run(postgres, postgres.reader(), "select * from ledger.kept"))
                .hasMessageContaining("permission denied");
    }

    @Test
    void theReaderIsInAReadOnlyTransactionUnlessItSaysOtherwise() throws SQLException {
        assertThat(Sql.run(postgres, postgres.reader(), "show transaction_read_only"))
                .isEqualTo("on");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "create table t (x int)",
                "create table public.t (x int)",
                "create temporary table t (x int)",
                "create schema s",
                "create function f() returns int language sql return 1",
                "create role r",
                "create database d",
                "select lo_create(0)",
                "select lo_creat(-1)",
                "select lo_from_bytea(0, 'x')",
            })
    void theReaderCreatesNothingAlsoWhereItAsksToWrite(String statement) throws SQLException {
        try (var connection = Sql.connect(postgres, postgres.reader())) {
            Sql.run(connection, "set session characteristics as transaction read write");

            assertThatThrownBy(() -> Sql.run(connection, statement)).hasMessageContaining("permission denied");
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"postgres", "template1"})
    void theReaderGetsIntoNoOtherDatabase(String database) {
        assertThatThrownBy(() -> Sql.connect(postgres.port(), database, postgres.reader()))
                .hasMessageContaining("permission denied for database");
    }

    @Test
    @EnabledOnOs(OS.LINUX)
    void theServerIsInASessionOfItsOwnSoThatCtrlCDoesNotReachIt() throws IOException {
        long pid = PostmasterPid.in(postgres.directory().resolve("data"))
                .orElseThrow()
                .pid();

        assertThat(sessionOf(pid))
                .isEqualTo(pid)
                .isNotEqualTo(sessionOf(ProcessHandle.current().pid()));
    }

    // proc_pid_stat(5): pid (name) state parent group session …
    private static long sessionOf(long pid) throws IOException {
        var stat = Files.readString(Path.of("/proc/" + pid + "/stat"));
        return Long.parseLong(stat.substring(stat.lastIndexOf(')') + 2).split(" ", -1)[3]);
    }
}
