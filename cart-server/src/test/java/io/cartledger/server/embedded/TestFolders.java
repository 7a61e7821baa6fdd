package io.cartledger.server.embedded;

import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import org.junit.jupiter.api.extension.AfterEachCallback;
import org.junit.jupiter.api.extension.ExtensionContext;

/** Folders for a test. After it their PostgreSQL servers, if any are left, are killed, and the folders deleted. */
final class TestFolders implements AfterEachCallback {

    private static final Duration LIMIT = Duration.ofSeconds(20);

    private final List<Path> parents = new ArrayList<>();

    /** A path at which there is nothing yet. */
    Path missing() {
        return parent().resolve("cartledger-data");
    }

    /** A folder in which PostgreSQL has been started and closed before; without a port, lest two have the same. */
    Path used() {
        var folder = missing();
        copy(Template.FOLDER, folder);
        return folder;
    }

    Path parent() {
        try {
            var parent = Files.createTempDirectory("cartledger-test-");
            parents.add(parent);
            return parent;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Made once for all tests: initdb takes a second. */
    private static final class Template {

        private static final Path FOLDER = make();

        private static Path make() {
            try {
                var folder = Files.createTempDirectory("cartledger-test-template-");
                EmbeddedPostgres.start(folder, 0).close();
                Runtime.getRuntime().addShutdownHook(new Thread(() -> delete(folder)));
                return folder;
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }
    }

    @Override
    public void afterEach(ExtensionContext context) throws IOException {
        for (var parent : parents) {
            killServerIn(parent.resolve("cartledger-data"));
            await().atMost(LIMIT).ignoreExceptions().untilAsserted(() -> delete(parent));
        }
    }

    private static void killServerIn(Path folder) throws IOException {
        if (!Files.isDirectory(folder)) return;
        var server = PostmasterPid.in(folder.resolve("data")).filter(PostmasterPid::isServer);
        server.flatMap(it -> ProcessHandle.of(it.pid())).ifPresent(ProcessHandle::destroyForcibly);
    }

    private static void copy(Path from, Path to) {
        try (var content = Files.walk(from)) {
            for (var path : content.filter(path -> !path.endsWith("port")).toList()) {
                Files.copy(path, to.resolve(from.relativize(path)), StandardCopyOption.COPY_ATTRIBUTES);
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static void delete(Path tree) {
        try (var content = Files.walk(tree)) {
            for (var path : content.sorted(Comparator.reverseOrder()).toList()) Files.delete(path);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
