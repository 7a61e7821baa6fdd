package io.cartledger.server;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.params.provider.Arguments.argumentSet;

import io.cartledger.server.embedded.EmbeddedPostgres;
import io.cartledger.server.embedded.Login;
import io.cartledger.server.testing.ServerProcess;
import io.cartledger.server.testing.StartAttempt;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** Whatever keeps the service from starting and is its operator's to change: one line says what, and what to do. */
class StartupMistakesIT {

    private static final int MOST_LINES = 8;
    private static final String PREFIX = "Cartledger cannot start: ";

    private static final String SECRET = "hush-hush";

    @TempDir
    static Path folder;

    private static ServerSocket takenPort;
    private static EmbeddedPostgres postgres;
    private static io.zonky.test.db.postgres.embedded.EmbeddedPostgres forgetfulPostgres;

    @BeforeAll
    static void prepare() throws IOException {
        takenPort = new ServerSocket(0, 1, InetAddress.ofLiteral("127.0.0.1"));
        postgres = EmbeddedPostgres.start(folder.resolve("in-use"), 0);
        forgetfulPostgres = io.zonky.test.db.postgres.embedded.EmbeddedPostgres.builder()
                .setServerConfig("fsync", "off")
                .start();
        Files.createFile(folder.resolve("file"));
    }

    @AfterAll
    static void tidyUp() throws IOException {
        forgetfulPostgres.close();
        postgres.close();
        takenPort.close();
    }

    static Stream<Arguments> webMistakes() {
        int port = takenPort.getLocalPort();
        return Stream.of(
                mistake(
                        "a port that is taken",
                        "port " + port + " is in use: stop",
                        rightDatabase("server.port=" + port)),
                mistake("a port that is none", "property server.port must not be \"http\"", "server.port=http"),
                mistake(
                        "the address of another machine",
                        "(Cannot assign requested address): check server.port and server.address",
                        rightDatabase("server.address=192.0.2.1")));
    }

    static Stream<Arguments> folderMistakes() {
        String ourPid = String.valueOf(ProcessHandle.current().pid());
        String directory = "cart.embedded.directory=";
        return Stream.of(
                mistake("a file", "is a file, not a folder: choose another", directory + folder.resolve("file")),
                mistake("below a file", "choose another with --cart.emb", directory + folder.resolve("file/below")),
                mistake(
                        "in use",
                        "in use by process " + ourPid + ": stop it, or",
                        directory + folder.resolve("in-use")));
    }

    static Stream<Arguments> databaseMistakes() {
        String url = postgres.jdbcUrl();
        String us = postgres.server().username();
        String forgetful = forgetfulPostgres.getJdbcUrl("postgres", "postgres");
        return Stream.of(
                mistake(
                        "nobody listens",
                        "start it, or correct spring.datasource.url",
                        database("jdbc:postgresql://127.0.0.1:1/x", us, "")),
                mistake(
                        "no URL",
                        "spring.datasource.url must begin with jdbc:postgresql:",
                        database("postgres://us:" + SECRET + "@127.0.0.1/x", us, "")),
                mistake(
                        "no port in the URL",
                        "cannot be reached: start it, or correct spring.datasource.url (Unable to parse",
                        database("jdbc:postgresql://127.0.0.1:x/y?password=" + SECRET, us, "")),
                mistake(
                        "options in the URL",
                        "take \"options\" out of spring.datasource.url",
                        database(
                                url + "?options=-c%20statement_timeout%3D5s",
                                us,
                                postgres.server().password())),
                mistake(
                        "wrong password",
                        "refused login cartledger: check its username and password in spring.datasource",
                        database(url, us, "wrong")),
                mistake(
                        "no such database",
                        "no such database: create it, or correct",
                        database(url + "_not", us, postgres.server().password())),
                mistake("no username", "spring.datasource.username is missing", "spring.datasource.url=" + url),
                mistake(
                        "fsync off",
                        "fsync = off, so a commit could be lost after it was answered: turn it on",
                        database(forgetful, "postgres", "")));
    }

    static Stream<Arguments> propertyMistakes() {
        return Stream.of(
                mistake(
                        "no units",
                        "cart.limits.quantity-per-line must be 1 to 1000000, was 0",
                        rightDatabase("cart.limits.quantity-per-line=0")),
                mistake(
                        "no connections",
                        "cart.command.connections must be 2 or more",
                        rightDatabase("cart.command.connections=0")),
                mistake(
                        "a proxy that is no address",
                        "cart.trusted-proxies must be IP addresses, or ranges such as 10.0.0.0/8, not proxy.example",
                        rightDatabase("cart.trusted-proxies=10.0.0.1,proxy.example")),
                mistake(
                        "a range that is too long",
                        "such as 10.0.0.0/8, not 10.0.0.0/33",
                        rightDatabase("cart.trusted-proxies=10.0.0.0/33")),
                mistake("no node", "cart.nodes must be 1 or more", "cart.nodes=0"),
                mistake(
                        "no request",
                        "cart.rate-limits.ip must have per-second and burst of 1 to 1000000000, was 500 and 0",
                        "cart.rate-limits.ip.burst=0"),
                mistake("no role", "cart.roles must be one of [command, query, issuer], was \"foo\"", "cart.roles=foo"),
                mistake(
                        "no time",
                        "cart.command.deadline must be a duration such as 500ms or 2s, was \"soon\"",
                        "cart.command.deadline=soon"),
                mistake(
                        "no size",
                        "cart.max-body-size must be a size such as 64KB, was \"big\"",
                        "cart.max-body-size=big"));
    }

    @ParameterizedTest
    @MethodSource({"webMistakes", "folderMistakes", "databaseMistakes", "propertyMistakes"})
    void oneLineSaysWhatIsWrongAndWhatToDo(String reason, List<String> properties) {
        var attempt = StartAttempt.with(properties);

        assertThat(attempt.exitCode()).isEqualTo(1);
        assertThat(attempt.lines()).noneMatch(line -> line.contains(SECRET));
        assertThat(attempt.lines().getLast()).startsWith(PREFIX).contains(reason);
        assertThat(attempt.lines())
                .hasSizeLessThanOrEqualTo(MOST_LINES)
                .filteredOn(line -> line.contains(PREFIX) || line.contains("\tat ") || line.contains("ERROR"))
                .hasSize(1);
    }

    private static Arguments mistake(String name, String reason, String... properties) {
        return argumentSet(name, reason, Stream.of(properties).map("--"::concat).toList());
    }

    private static String[] rightDatabase(String property) {
        Login login = postgres.server();
        String[] database = database(postgres.jdbcUrl(), login.username(), login.password());
        return Stream.concat(Stream.of(property, "cart.roles=command,query"), Stream.of(database))
                .toArray(String[]::new);
    }

    private static String[] database(String url, String username, String password) {
        return new String[] {
            "cart.vault.master-key=" + ServerProcess.MASTER_KEY,
            "spring.datasource.url=" + url,
            "spring.datasource.username=" + username,
            "spring.datasource.password=" + password
        };
    }
}
