package io.cartledger.server.embedded;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** PostgreSQL refuses to run as root, and we may be root. */
class ServerUserTest {

    @RegisterExtension
    final TestFolders folders = new TestFolders();

    @BeforeEach
    void onlyAsRoot() throws IOException {
        assumeTrue("root".equals(System.getProperty("user.name")) && Files.isExecutable(Path.of("/usr/bin/setpriv")));
    }

    @Test
    void rootInAContainerWithoutUserNamespacesRunsItAsNobody() throws Exception {
        var parent = folders.parent();
        openToAll(parent);
        var folder = parent.resolve("cartledger-data");

        try (var service = ChildJvm.startingIn(folder, Map.of("PATH", pathWithoutUnshare()))) {
            assertThat(service.answer()).startsWith(StartAndWait.STARTED);
            assertThat(ownerOfServer(folder)).isEqualTo("nobody");
        }
    }

    @Test
    void aFolderOfRootsOwnIsHandedOverWhereUserNamespacesAreNoLongerAllowed() throws Exception {
        var folder = folders.used();
        openToAll(folder.resolve(".."));

        try (var service = ChildJvm.startingIn(folder, Map.of("PATH", pathWithoutUnshare()))) {
            assertThat(service.answer()).startsWith(StartAndWait.STARTED);
        }
        // and where they are allowed again, it stays with its new owner
        try (var postgres = EmbeddedPostgres.start(folder, 0)) {
            assertThat(ownerOfServer(postgres.directory())).isEqualTo("nobody");
        }
    }

    private static String ownerOfServer(Path folder) throws IOException {
        long pid = PostmasterPid.in(folder.resolve("data")).orElseThrow().pid();
        return ProcessHandle.of(pid).orElseThrow().info().user().orElseThrow();
    }

    private static void openToAll(Path folder) throws IOException {
        Files.setPosixFilePermissions(folder, PosixFilePermissions.fromString("rwxr-xr-x"));
    }

    private String pathWithoutUnshare() throws IOException {
        var programs = folders.parent();
        var unshare =
                Files.writeString(programs.resolve("unshare"), "#!/bin/sh\necho 'Operation not permitted'; exit 1\n");
        unshare.toFile().setExecutable(true);
        return programs + ":" + System.getenv("PATH");
    }
}
