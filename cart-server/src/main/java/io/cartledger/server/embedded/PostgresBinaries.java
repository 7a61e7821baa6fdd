package io.cartledger.server.embedded;

import io.cartledger.server.config.StartupFailure;
import java.io.BufferedInputStream;
import java.io.IOException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.apache.commons.compress.archivers.tar.TarArchiveEntry;
import org.apache.commons.compress.archivers.tar.TarArchiveInputStream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.tukaani.xz.XZInputStream;

/** Unpacks PostgreSQL's programs, once for each archive and place. Several processes may do so at the same time. */
final class PostgresBinaries {

    private static final Logger LOG = LoggerFactory.getLogger(PostgresBinaries.class);

    private static final int ANY_EXECUTE_BIT = 0111;

    // long enough for the slowest disk: what is younger may be another process at work
    private static final Duration ABANDONED_AFTER = Duration.ofHours(1);

    private final PostgresArchive archive;

    PostgresBinaries(PostgresArchive archive) {
        this.archive = archive;
    }

    /**
     * Finds or unpacks them.
     *
     * @param places folders that may not exist or not be writable: the first that will do is taken
     * @return the folder with {@code bin}, {@code lib} and {@code share} in it
     */
    Path unpackedIn(List<Path> places) {
        IOException obstacle = new IOException("no place for them");
        for (var place : places) {
            try {
                var home = place.resolve(archive.nameWithChecksum());
                if (!isComplete(home)) unpack(home, place);
                return home;
            } catch (IOException e) {
                obstacle = e;
            }
        }
        throw new StartupFailure(
                "PostgreSQL's programs cannot be unpacked in any of %s (%s)"
                        .formatted(places, FolderFailure.reason(obstacle)),
                obstacle);
    }

    private static boolean isComplete(Path home) {
        return Files.isDirectory(home.resolve("bin")) && Files.isDirectory(home.resolve("share"));
    }

    private void unpack(Path home, Path place) throws IOException {
        long startNanos = System.nanoTime();
        Files.createDirectories(place, DataFolder.forOwnerOnly(place));
        try (var unfinished = UnfinishedFolder.in(place, ABANDONED_AFTER)) {
            var unpacked = Files.createDirectory(unfinished.path().resolve("postgres"));
            unpackAll(unpacked);
            DurableFile.rename(unpacked, home);
        } catch (FileSystemException e) {
            if (!isComplete(home)) throw e; // else another process was faster
        }
        LOG.info(
                "unpacked PostgreSQL to {} in {} ms",
                home,
                Duration.ofNanos(System.nanoTime() - startNanos).toMillis());
    }

    private void unpackAll(Path target) throws IOException {
        try (var content = new TarArchiveInputStream(
                new XZInputStream(new BufferedInputStream(archive.location().openStream())))) {
            for (var entry = content.getNextEntry(); entry != null; entry = content.getNextEntry()) {
                var path = target.resolve(entry.getName()).normalize();
                if (!path.startsWith(target)) throw new IOException("outside of the archive: " + entry.getName());
                Files.createDirectories(path.getParent());
                unpack(entry, content, path, target);
            }
        }
    }

    private static void unpack(TarArchiveEntry entry, TarArchiveInputStream content, Path path, Path target)
            throws IOException {
        if (entry.isDirectory()) {
            Files.createDirectories(path);
        } else if (entry.isSymbolicLink()) {
            Files.createSymbolicLink(path, Path.of(entry.getLinkName()));
        } else if (entry.isLink()) {
            Files.createLink(path, target.resolve(entry.getLinkName()).normalize());
        } else {
            Files.copy(content, path);
            if ((entry.getMode() & ANY_EXECUTE_BIT) != 0) path.toFile().setExecutable(true, false);
        }
    }
}
