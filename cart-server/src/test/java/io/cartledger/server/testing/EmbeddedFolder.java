package io.cartledger.server.testing;

import java.io.IOException;
import java.io.Reader;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.Properties;
import javax.sql.DataSource;
import org.postgresql.ds.PGSimpleDataSource;
import org.springframework.util.FileSystemUtils;

/** An empty folder for a server's embedded PostgreSQL; gone with all that is in it, and runs on it, once closed. */
public final class EmbeddedFolder implements AutoCloseable {

    private final Path folder;

    private EmbeddedFolder(Path folder) {
        this.folder = folder;
    }

    /** A new one. */
    public static EmbeddedFolder create() {
        try {
            return new EmbeddedFolder(Files.createTempDirectory("cart-embedded-"));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** One that is somewhere already, or will be. */
    public static EmbeddedFolder at(Path folder) {
        return new EmbeddedFolder(folder);
    }

    /** What makes a server use it. */
    public String property() {
        return "--cart.embedded.directory=" + folder;
    }

    /** Where it is. */
    public Path path() {
        return folder;
    }

    /** The login for people with questions, on the PostgreSQL that a server has started here last. */
    public DataSource reader() {
        return as("cart_reader");
    }

    /** The login that may do everything, on the same one. */
    public DataSource superuser() {
        return as("postgres");
    }

    private DataSource as(String login) {
        var passwords = new Properties();
        try (Reader file = Files.newBufferedReader(folder.resolve("credentials.properties"))) {
            passwords.load(file);
            var dataSource = new PGSimpleDataSource();
            dataSource.setServerNames(new String[] {"127.0.0.1"});
            dataSource.setPortNumbers(new int[] {
                Integer.parseInt(Files.readString(folder.resolve("port")).strip())
            });
            dataSource.setDatabaseName("cart");
            dataSource.setUser(login);
            dataSource.setPassword(passwords.getProperty(login));
            return dataSource;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** {@code kill -9} for a PostgreSQL that has outlived its server, with all its processes. */
    public void killPostgres() {
        postmaster().ifPresent(postmaster -> {
            List<ProcessHandle> backends = postmaster.descendants().toList();
            postmaster.destroyForcibly(); // first, or it would start recovery
            backends.forEach(ProcessHandle::destroyForcibly);
            postmaster.onExit().join();
        });
    }

    /** Whether a PostgreSQL is at work in it. */
    public boolean isPostgresRunning() {
        return postmaster().filter(ProcessHandle::isAlive).isPresent();
    }

    private Optional<ProcessHandle> postmaster() {
        try {
            String pid =
                    Files.readAllLines(folder.resolve("data/postmaster.pid")).getFirst();
            return ProcessHandle.of(Long.parseLong(pid.strip()));
        } catch (NoSuchFileException e) {
            return Optional.empty();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Override
    public void close() {
        try {
            killPostgres();
            FileSystemUtils.deleteRecursively(folder);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
