package io.cartledger.server.embedded;

import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.cartledger.server.config.StartupFailure;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import org.assertj.core.api.AbstractThrowableAssert;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What an operator can do wrong is answered with one line that says what and where, and leaves nothing behind. */
class MistakesTest {

    @RegisterExtension
    final TestFolders folders = new TestFolders();

    @Test
    void aFileInPlaceOfTheFolderIsNamed() throws IOException {
        var file = Files.createFile(folders.missing());

        assertStartFails(file, 0)
                .hasMessage(file + " is a file, not a folder: choose another with --cart.embedded.directory=…");
    }

    @Test
    void aFolderBelowAFileIsNamed() throws IOException {
        var below = Files.createFile(folders.missing()).resolve("cartledger-data");

        assertStartFails(below, 0).hasMessageContaining("the folder " + below + " cannot be used");
    }

    @Test
    @EnabledOnOs(OS.LINUX)
    void aFolderThatCannotBeMadeIsNamed() {
        // also root makes no folders there
        assertStartFails(Path.of("/proc/cartledger-data"), 0)
                .hasMessageContaining("the folder /proc/cartledger-data cannot be used")
                .hasMessageContaining("--cart.embedded.directory");
    }

    @Test
    @EnabledOnOs(OS.LINUX)
    void aFolderThatCannotBeWrittenIsNamed() {
        assertStartFails(Path.of("/proc/self/fdinfo"), 0)
                .hasMessageContaining("fdinfo cannot be used")
                .hasMessageContaining("put that right");
    }

    @Test
    void aPathThatAShellWouldReadOtherwiseIsNamed() {
        assertStartFails(folders.parent().resolve("$HOME"), 0).hasMessageContaining("$HOME");
    }

    @Test
    void aBlankInThePathIsNoMistake() throws IOException {
        var folder = folders.used().resolveSibling("with a blank, an é and a 'quote'");
        Files.move(folder.resolveSibling("cartledger-data"), folder);

        EmbeddedPostgres.start(folder, 0).close();
    }

    @Test
    void aPortThatIsTakenIsNamed() throws IOException {
        try (var taken = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            assertStartFails(folders.used(), taken.getLocalPort())
                    .hasMessageContaining("port " + taken.getLocalPort() + " of 127.0.0.1 cannot be had")
                    .hasMessageContaining("--cart.embedded.port=…");
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {-1, 65_536})
    void aPortThatIsNoneIsNamed(int port) {
        assertStartFails(folders.missing(), port).hasMessage("--cart.embedded.port must be 0 to 65535, was " + port);
    }

    @Test
    void theDataOfAnotherPostgresVersionIsNotTouched() throws IOException {
        var folder = folders.used();
        Files.writeString(folder.resolve("data/PG_VERSION"), "17\n");

        assertStartFails(folder, 0)
                .hasMessageContaining("is of PostgreSQL 17, and this is PostgreSQL 18.")
                .hasMessageContaining("dump it there");
    }

    @Test
    void missingCredentialsAreAskedFor() throws IOException {
        var folder = folders.used();
        Files.delete(folder.resolve("credentials.properties"));

        assertStartFails(folder, 0)
                .hasMessageContaining("credentials.properties is missing")
                .hasMessageContaining("put it back from a backup");
    }

    @Test
    void aMissingPasswordIsAskedFor() throws IOException {
        var folder = folders.used();
        Files.writeString(folder.resolve("credentials.properties"), "postgres=aaaaaaaaaaaaaaaaaaaaaaaa\n");

        assertStartFails(folder, 0).hasMessageContaining("has no password for cartledger");
    }

    @Test
    void theCredentialsOfAnotherFolderAreRecognised() throws IOException {
        var folder = folders.used();
        var credentials = folder.resolve("credentials.properties");
        Files.writeString(
                credentials,
                Files.readString(credentials).replaceFirst("postgres=.{24}", "postgres=aaaaaaaaaaaaaaaaaaaaaaaa"));

        assertStartFails(folder, 0)
                .hasMessageContaining("credentials.properties does not belong to the data beside it");
    }

    @Test
    void aPlatformWithoutPostgresIsNamed() {
        assertThatThrownBy(() -> PostgresArchive.of("Plan 9", "mips", false))
                .isInstanceOf(StartupFailure.class)
                .hasMessageContaining("no PostgreSQL for Plan 9 on mips")
                .hasMessageContaining("spring.datasource.url");
    }

    @Test
    void whatTheServerSaysWhenItDoesNotStartIsPassedOn() throws IOException {
        var folder = folders.used();
        Files.writeString(folder.resolve("data/postgresql.conf"), "shared_buffers = plenty\n");

        assertStartFails(folder, 0)
                .hasMessageContaining("PostgreSQL does not start in " + folder)
                .hasMessageContaining("shared_buffers");
    }

    @Test
    void aServerThatIsSilentForTooLongIsGivenUp() throws IOException {
        var folder = folders.used();
        try (var open = DataFolder.open(folder)) {
            var programs = PostgresPrograms.unpackedFor(open, ServerUser.of(open));
            var server = new PostgresServer(open, programs, Duration.ofMillis(1));

            assertThatThrownBy(() -> server.start(new PortChoice(0, open)))
                    .isInstanceOf(StartupFailure.class)
                    .hasMessageContaining("has not got on");
        }
        EmbeddedPostgres.start(folder, 0).close();
    }

    private static AbstractThrowableAssert<?, ?> assertStartFails(Path folder, int port) {
        return assertThatThrownBy(() -> EmbeddedPostgres.start(folder, port).close())
                .isInstanceOf(StartupFailure.class)
                .hasMessageNotContainingAny("\n", "Exception");
    }
}
