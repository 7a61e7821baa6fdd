package io.cartledger.bench.run;

import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.postgresql.ds.PGSimpleDataSource;

/**
 * The PostgreSQL of a run, with a database for each that is compared: as it comes, and durable. Its folder is below the
 * build's, on the disk that the project lies on.
 */
public final class Postgres implements AutoCloseable {

    private static final Duration START_PATIENCE = Duration.ofMinutes(2); // recovery after a kill takes a while

    private final Path data;
    private final Map<String, String> settings;
    private EmbeddedPostgres server;

    private Postgres(Path data, Map<String, String> settings) {
        this.data = data;
        this.settings = settings;
        this.server = start(0);
    }

    /**
     * Starts one.
     *
     * @param data a folder for it, empty or not there
     * @param settings beside those that make it durable
     */
    public static Postgres start(Path data, Map<String, String> settings) {
        return new Postgres(data, settings);
    }

    private EmbeddedPostgres start(int port) {
        try {
            var builder = EmbeddedPostgres.builder()
                    .setDataDirectory(data)
                    .setCleanDataDirectory(false)
                    .setPGStartupWait(START_PATIENCE)
                    // What makes it durable; the library's defaults are for tests that need no such thing.
                    .setServerConfig("fsync", "on")
                    .setServerConfig("synchronous_commit", "on")
                    .setServerConfig("full_page_writes", "on");
            settings.forEach(builder::setServerConfig);
            return port == 0 ? builder.start() : builder.setPort(port).start();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** For others; the login is {@code postgres}, with any password. */
    public String jdbcUrl(String database) {
        return "jdbc:postgresql://127.0.0.1:" + server.getPort() + "/" + database;
    }

    /** A new connection, in autocommit. */
    public Connection connect(String database) throws SQLException {
        return connect(database, "postgres");
    }

    /** The same in this role. */
    public Connection connect(String database, String role) throws SQLException {
        var source = new PGSimpleDataSource();
        source.setUrl(jdbcUrl(database));
        source.setUser("postgres");
        source.setOptions("-c role=" + role);
        return source.getConnection();
    }

    /** Runs a statement. */
    public void execute(String database, String sql) throws SQLException {
        try (Connection connection = connect(database);
                Statement statement = connection.createStatement()) {
            statement.execute(sql);
        }
    }

    /** The first column of the first row. */
    public String ask(String database, String sql) throws SQLException {
        try (Connection connection = connect(database);
                Statement statement = connection.createStatement();
                ResultSet row = statement.executeQuery(sql)) {
            row.next();
            return String.valueOf(row.getString(1));
        }
    }

    /** An empty database. */
    public void create(String database) throws SQLException {
        execute("postgres", "create database " + database);
    }

    /** A database like another one that nobody is connected to. */
    public void copy(String template, String database) throws SQLException {
        execute("postgres", "create database %s template %s".formatted(database, template));
    }

    /** Its processes, by what they call themselves: connections by their application, others by what they do. */
    public Map<Long, String> processes() throws SQLException {
        Map<Long, String> names = new HashMap<>();
        try (Connection connection = connect("postgres");
                Statement statement = connection.createStatement();
                ResultSet row = statement.executeQuery("""
                        select pid, coalesce(nullif(application_name, ''), backend_type)
                        from pg_stat_activity
                        """)) {
            while (row.next()) {
                names.put(row.getLong(1), row.getString(2));
            }
        }
        return names;
    }

    /** So that what one of the compared has left to be written is not written while another is measured. */
    public void settle() throws SQLException {
        execute("postgres", "checkpoint");
    }

    /** The process id of its parent process. */
    public long pid() {
        try {
            return Long.parseLong(Files.readAllLines(data.resolve("postmaster.pid"))
                    .getFirst()
                    .strip());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** {@code kill -9} of all its processes, and starts it again on the same port. */
    public void killAndRestart() throws IOException {
        ProcessHandle postmaster = ProcessHandle.of(pid()).orElseThrow();
        List<ProcessHandle> others = postmaster.descendants().toList();
        postmaster.destroyForcibly(); // first, or it would recover by itself
        others.forEach(ProcessHandle::destroyForcibly);
        postmaster.onExit().join();
        others.forEach(process -> process.onExit().join());
        int port = server.getPort();
        server.close(); // only forgets it
        server = start(port);
    }

    @Override
    public void close() {
        try {
            server.close();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
