package io.cartledger.server.embedded;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** A temporary folder in which something is made that must appear under its own name complete or not at all. */
final class UnfinishedFolder implements AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(UnfinishedFolder.class);

    private static final String PREFIX = "unfinished-";

    private final Path path;

    private UnfinishedFolder(Path path) {
        this.path = path;
    }

    /** Also deletes those that killed processes left beside it. */
    static UnfinishedFolder in(Path parent, Duration ageOfTheAbandoned) throws IOException {
        abandoned(parent, Instant.now().minus(ageOfTheAbandoned)).forEach(UnfinishedFolder::delete);
        return new UnfinishedFolder(Files.createTempDirectory(parent, PREFIX));
    }

    private static List<Path> abandoned(Path parent, Instant unchangedSince) throws IOException {
        var abandoned = new ArrayList<Path>();
        try (var unfinished = Files.newDirectoryStream(parent, PREFIX + "*")) {
            for (var folder : unfinished) {
                if (!Files.getLastModifiedTime(folder).toInstant().isAfter(unchangedSince)) abandoned.add(folder);
            }
        }
        return abandoned;
    }

    Path path() {
        return path;
    }

    @Override
    public void close() {
        delete(path);
    }

    private static void delete(Path tree) {
        try (var content = Files.walk(tree)) {
            for (var path : content.sorted(Comparator.reverseOrder()).toList()) Files.deleteIfExists(path);
        } catch (IOException | UncheckedIOException e) {
            // The initdb of a start that was killed may still be writing into it. A later start finds and deletes it.
            LOG.debug("{} stays for now", tree, e);
        }
    }
}
