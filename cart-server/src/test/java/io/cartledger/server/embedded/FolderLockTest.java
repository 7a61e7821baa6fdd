package io.cartledger.server.embedded;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.cartledger.server.config.StartupFailure;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

class FolderLockTest {

    @RegisterExtension
    final TestFolders folders = new TestFolders();

    @Test
    void aSecondStartOnTheSameFolderIsRefused() throws Exception {
        var folder = folders.used();
        try (var first = ChildJvm.startingIn(folder)) {
            assertThat(first.answer()).startsWith(StartAndWait.STARTED);

            assertThatThrownBy(() -> EmbeddedPostgres.start(folder, 0))
                    .isInstanceOf(StartupFailure.class)
                    .hasMessage(
                            "the folder %s is in use by process %s: stop it, or choose another with %s",
                            folder.toRealPath(), first.pid(), "--cart.embedded.directory=…");
        }
    }

    @Test
    void aSecondStartInTheSameProcessIsRefusedAndTheFolderStaysShutForOtherProcesses() throws Exception {
        var folder = folders.used();
        try (var first = EmbeddedPostgres.start(folder, 0)) {
            var roundabout = folder.resolve("../" + folder.getFileName());
            assertThatThrownBy(() -> EmbeddedPostgres.start(roundabout, 0)).isInstanceOf(StartupFailure.class);

            try (var other = ChildJvm.startingIn(folder)) {
                assertThat(other.answer())
                        .startsWith(StartAndWait.REFUSED)
                        .contains("in use by process " + ProcessHandle.current().pid());
            }
            assertThat(Sql.run(first, first.server(), "select 1")).isEqualTo("1");
        }
    }
}
