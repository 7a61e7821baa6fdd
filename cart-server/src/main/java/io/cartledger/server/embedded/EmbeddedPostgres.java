package io.cartledger.server.embedded;

import io.cartledger.server.config.StartupFailure;
import java.nio.file.Path;
import java.time.Duration;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A PostgreSQL of our own, running: its data in one folder, which belongs to us alone until {@link #close()}. It
 * listens on 127.0.0.1 only and asks everybody for a password. It outlives a {@code kill -9} of this process; the next
 * start on the folder stops what is left and keeps all that was committed.
 *
 * <p>Registers no shutdown hook: whoever starts it closes it.
 */
public final class EmbeddedPostgres implements AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(EmbeddedPostgres.class);

    private final DataFolder folder;
    private final Credentials credentials;
    private final PostgresServer server;
    private final int port;

    private EmbeddedPostgres(DataFolder folder, Credentials credentials, PostgresServer server, int port) {
        this.folder = folder;
        this.credentials = credentials;
        this.server = server;
        this.port = port;
    }

    /**
     * Creates the folder where it is missing, and returns once the database accepts the service's login.
     *
     * @param directory where data, passwords, log and lock are kept
     * @param port the port to listen on; 0: a free one, the same at every start as long as it stays free
     * @throws StartupFailure if it does not work; then nothing is left running, and the folder is free again
     */
    public static EmbeddedPostgres start(Path directory, int port) {
        long startNanos = System.nanoTime();
        var folder = DataFolder.open(directory);
        try {
            var postgres = start(folder, new PortChoice(port, folder));
            LOG.info(
                    "embedded PostgreSQL {} in {} listens on 127.0.0.1:{} after {} ms",
                    postgres.server.version(),
                    folder.root(),
                    postgres.port,
                    Duration.ofNanos(System.nanoTime() - startNanos).toMillis());
            return postgres;
        } catch (RuntimeException e) {
            folder.close();
            throw e;
        }
    }

    private static EmbeddedPostgres start(DataFolder folder, PortChoice portChoice) {
        var user = ServerUser.of(folder);
        var programs = PostgresPrograms.unpackedFor(folder, user);
        folder.mustBeReadableBy(programs.version());
        var credentials = Credentials.of(folder);
        new ClusterCreation(folder, user, programs).createIfMissing(credentials.superuser());

        var server = new PostgresServer(folder, programs);
        int port = server.start(portChoice);
        try {
            new Accounts(port, credentials).prepare();
        } catch (RuntimeException e) {
            server.stop();
            throw e;
        }
        return new EmbeddedPostgres(folder, credentials, server, port);
    }

    public int port() {
        return port;
    }

    /** The folder's real path. */
    public Path directory() {
        return folder.root();
    }

    public String jdbcUrl() {
        return Accounts.jdbcUrl(port, Accounts.DATABASE);
    }

    /** The login of the service: owner of the database, may make roles, no superuser. */
    public Login server() {
        return credentials.server();
    }

    /** The login for people with questions: it reads what migrations grant to it, and creates nothing. */
    public Login reader() {
        return credentials.reader();
    }

    /** What wraps the keys in the database, in base64; kept in the folder, and made there where it is missing. */
    public String masterKey() {
        return MasterKeyFile.of(folder);
    }

    /** The reader's way in, to be pasted into a shell. Contains the password. */
    public String psqlLine() {
        var reader = credentials.reader();
        return "psql postgresql://%s:%s@127.0.0.1:%s/%s"
                .formatted(reader.username(), reader.password(), port, Accounts.DATABASE);
    }

    /** Stops the server, waiting up to a minute, and gives the folder free. A second call does nothing. */
    @Override
    public synchronized void close() {
        if (folder.isClosed()) return;
        try {
            server.stop();
        } finally {
            folder.close();
        }
    }
}
