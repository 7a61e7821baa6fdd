package io.cartledger.server.embedded;

import io.cartledger.server.config.StartupFailure;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Set;

/** The folder that everything is kept in, ours alone as long as it is open. Knows where in it each thing lies. */
final class DataFolder implements AutoCloseable {

    // pg_ctl starts the server through a shell, with the path between double quotes
    private static final Set<String> SPOILS_A_SHELL_LINE = Set.of("\"", "$", "`", "\n");

    private final Path root;
    private final FolderLock lock;

    private DataFolder(Path root, FolderLock lock) {
        this.root = root;
        this.lock = lock;
    }

    static DataFolder open(Path directory) {
        var absolute = directory.toAbsolutePath().normalize();
        if (SPOILS_A_SHELL_LINE.stream().anyMatch(absolute.toString()::contains)) {
            throw new StartupFailure("the folder %s has a quote, $, ` or line break in its path: %s"
                    .formatted(absolute, FolderFailure.ANOTHER_FOLDER));
        }
        if (Files.exists(absolute) && !Files.isDirectory(absolute)) {
            throw new StartupFailure(
                    "%s is a file, not a folder: %s".formatted(absolute, FolderFailure.ANOTHER_FOLDER));
        }
        try {
            var root = created(absolute).toRealPath();
            return new DataFolder(root, FolderLock.acquire(root));
        } catch (IOException e) {
            throw FolderFailure.of(absolute, e);
        }
    }

    // An existing folder keeps its mode: what has to be secret in it has a mode of its own.
    private static Path created(Path directory) throws IOException {
        if (Files.isDirectory(directory)) return directory;
        if (directory.getParent() != null) Files.createDirectories(directory.getParent());
        return Files.createDirectory(directory, forOwnerOnly(directory));
    }

    static FileAttribute<?>[] forOwnerOnly(Path path) {
        if (!isPosix(path)) return new FileAttribute<?>[0];
        return new FileAttribute<?>[] {
            PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwx------"))
        };
    }

    static boolean isPosix(Path path) {
        return path.getFileSystem().supportedFileAttributeViews().contains("posix");
    }

    Path root() {
        return root;
    }

    Path data() {
        return root.resolve("data");
    }

    Path credentials() {
        return root.resolve("credentials.properties");
    }

    Path masterKey() {
        return root.resolve("master.key");
    }

    Path port() {
        return root.resolve("port");
    }

    Path log() {
        return root.resolve("postgresql.log");
    }

    /** @param version of the programs that are going to work on it, e.g. {@code 18.6} */
    void mustBeReadableBy(String version) {
        if (!Files.exists(data())) return;
        try {
            var writtenBy = Files.readString(data().resolve("PG_VERSION")).strip();
            if (version.equals(writtenBy) || version.startsWith(writtenBy + ".")) return;
            throw new StartupFailure(
                    "the data in %s is of PostgreSQL %s, and this is PostgreSQL %s: dump it there, load it here, or %s"
                            .formatted(root, writtenBy, version, FolderFailure.ANOTHER_FOLDER));
        } catch (IOException e) {
            throw unusable(e);
        }
    }

    StartupFailure unusable(IOException cause) {
        return FolderFailure.of(root, cause);
    }

    boolean isClosed() {
        return !lock.isHeld();
    }

    /** Gives the folder free for others. */
    @Override
    public void close() {
        lock.close();
    }
}
