package io.cartledger.server.embedded;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.cartledger.server.config.StartupFailure;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.apache.commons.compress.archivers.tar.TarArchiveEntry;
import org.apache.commons.compress.archivers.tar.TarArchiveOutputStream;
import org.apache.commons.compress.archivers.tar.TarConstants;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.tukaani.xz.LZMA2Options;
import org.tukaani.xz.XZOutputStream;

class PostgresBinariesTest {

    @RegisterExtension
    final TestFolders folders = new TestFolders();

    private Path archiveFile;
    private PostgresBinaries binaries;

    @BeforeEach
    void makeASmallArchive() throws IOException {
        archiveFile = folders.parent().resolve("postgres-small.txz");
        try (var archive = new TarArchiveOutputStream(
                new XZOutputStream(Files.newOutputStream(archiveFile), new LZMA2Options()))) {
            add(archive, "bin/postgres", 0755, "program");
            add(archive, "share/postgresql/postgres.bki", 0644, "# PostgreSQL 18");
            archive.putArchiveEntry(linkFrom("lib/libpq.so", "libpq.so.5.18"));
            archive.closeArchiveEntry();
        }
        binaries = new PostgresBinaries(
                new PostgresArchive("postgres-small", archiveFile.toUri().toURL()));
    }

    @Test
    void programsMayBeRunAndLinksLead() throws IOException {
        var home = binaries.unpackedIn(List.of(folders.missing()));

        assertThat(home.resolve("bin/postgres")).isExecutable().hasContent("program");
        assertThat(Files.isExecutable(home.resolve("share/postgresql/postgres.bki")))
                .isFalse();
        assertThat(Files.readSymbolicLink(home.resolve("lib/libpq.so"))).isEqualTo(Path.of("libpq.so.5.18"));
    }

    @Test
    void theyAreUnpackedOnce() throws IOException {
        var place = folders.missing();
        var home = binaries.unpackedIn(List.of(place));
        var unpacked = Files.getLastModifiedTime(home.resolve("bin/postgres"));

        var again = binaries.unpackedIn(List.of(place));

        assertThat(again).isEqualTo(home);
        assertThat(Files.getLastModifiedTime(again.resolve("bin/postgres"))).isEqualTo(unpacked);
        assertThat(namesIn(place)).containsExactly(home.getFileName().toString());
    }

    @Test
    void twoThatUnpackAtTheSameTimeEndUpWithTheSame() throws IOException {
        var place = folders.missing();

        var one = CompletableFuture.supplyAsync(() -> binaries.unpackedIn(List.of(place)));
        var other = CompletableFuture.supplyAsync(() -> binaries.unpackedIn(List.of(place)));

        assertThat(one.join()).isEqualTo(other.join());
        assertThat(namesIn(place)).hasSize(1);
    }

    @Test
    void aPlaceThatCannotBeWrittenIsPassedOver() throws IOException {
        var file = Files.createFile(folders.missing());
        var good = folders.missing();

        assertThat(binaries.unpackedIn(List.of(file.resolve("below"), good))).startsWith(good);
    }

    @Test
    void whereNoPlaceWillDoTheyAreAllNamed() throws IOException {
        var file = Files.createFile(folders.missing());

        assertThatThrownBy(() -> binaries.unpackedIn(List.of(file.resolve("a"), file.resolve("b"))))
                .isInstanceOf(StartupFailure.class)
                .hasMessageContainingAll(file + "/a", file + "/b");
    }

    @Test
    void anArchiveThatEndsTooSoonLeavesNothingThatLooksUnpacked() throws IOException {
        var whole = Files.readAllBytes(archiveFile);
        Files.write(archiveFile, Arrays.copyOf(whole, whole.length - 1));
        var place = folders.missing();

        assertThatThrownBy(() -> binaries.unpackedIn(List.of(place))).isInstanceOf(StartupFailure.class);

        assertThat(namesIn(place)).isEmpty();
    }

    @Test
    void whatAKilledProcessLeftHalfUnpackedIsDeletedByALaterOne() throws IOException {
        var place = Files.createDirectory(folders.missing());
        var abandoned = Files.createDirectories(place.resolve("unfinished-1/postgres/bin"))
                .resolve("../..");
        Files.setLastModifiedTime(abandoned, FileTime.from(Instant.now().minus(Duration.ofHours(2))));
        var atWork = Files.createDirectories(place.resolve("unfinished-2"));

        var home = binaries.unpackedIn(List.of(place));

        assertThat(namesIn(place))
                .containsExactlyInAnyOrder(
                        home.getFileName().toString(), atWork.getFileName().toString());
    }

    private static void add(TarArchiveOutputStream archive, String name, int mode, String content) throws IOException {
        var entry = new TarArchiveEntry(name);
        entry.setMode(mode);
        entry.setSize(content.length());
        archive.putArchiveEntry(entry);
        archive.write(content.getBytes(StandardCharsets.US_ASCII));
        archive.closeArchiveEntry();
    }

    private static TarArchiveEntry linkFrom(String name, String target) {
        var entry = new TarArchiveEntry(name, TarConstants.LF_SYMLINK);
        entry.setLinkName(target);
        return entry;
    }

    private static List<String> namesIn(Path folder) throws IOException {
        try (var content = Files.list(folder)) {
            return content.map(path -> path.getFileName().toString()).toList();
        }
    }
}
