package io.cartledger.command.testing;

import io.cartledger.command.ledger.LedgerMigration;
import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.Objects;
import java.util.concurrent.atomic.AtomicInteger;
import javax.sql.DataSource;
import org.postgresql.ds.PGSimpleDataSource;

/**
 * A database of its own, on a PostgreSQL that is started once for all tests of a run and stopped with it. Durable, as in
 * production, so that the service's own checks accept it.
 */
public final class TestDatabase {

    private static final AtomicInteger NUMBER = new AtomicInteger();

    private final String name;

    private TestDatabase(String name) {
        this.name = name;
    }

    private static final class Shared {
        static final EmbeddedPostgres POSTGRES = start();

        private static EmbeddedPostgres start() {
            try {
                return EmbeddedPostgres.builder()
                        .setServerConfig("fsync", "on")
                        .setServerConfig("synchronous_commit", "on")
                        .setServerConfig("full_page_writes", "on")
                        .setServerConfig("max_connections", "200")
                        .start();
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }
    }

    /** An empty database: no schema, but the roles, which a whole server shares. */
    public static TestDatabase empty() {
        var database = new TestDatabase("test_" + NUMBER.incrementAndGet());
        try (Connection connection = Shared.POSTGRES.getPostgresDatabase().getConnection();
                Statement statement = connection.createStatement()) {
            statement.execute("create database " + database.name);
        } catch (SQLException e) {
            throw new IllegalStateException(e);
        }
        database.execute(resource("/db/roles.sql"));
        return database;
    }

    /** A database with an empty ledger. */
    public static TestDatabase withLedger() {
        TestDatabase database = empty();
        LedgerMigration.run(database.as("cart_owner"));
        return database;
    }

    /** New connections in this role; {@code postgres} is the superuser. */
    public DataSource as(String role) {
        var dataSource = new PGSimpleDataSource();
        dataSource.setUrl(jdbcUrl());
        dataSource.setUser("postgres");
        dataSource.setOptions("-c role=" + role);
        return dataSource;
    }

    /** For other processes; the login is {@code postgres}, with any password. */
    public String jdbcUrl() {
        return "jdbc:postgresql://127.0.0.1:" + Shared.POSTGRES.getPort() + "/" + name;
    }

    /** Runs statements as superuser. */
    public void execute(String sql) {
        try (Connection connection = as("postgres").getConnection();
                Statement statement = connection.createStatement()) {
            statement.execute(sql);
        } catch (SQLException e) {
            throw new IllegalStateException(e);
        }
    }

    private static String resource(String path) {
        try (InputStream stream = TestDatabase.class.getResourceAsStream(path)) {
            return new String(Objects.requireNonNull(stream, path).readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
