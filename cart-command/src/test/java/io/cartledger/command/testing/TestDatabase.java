package io.cartledger.command.testing;

import com.zaxxer.hikari.HikariDataSource;
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
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import java.util.concurrent.atomic.AtomicInteger;
import javax.sql.DataSource;
import org.postgresql.ds.PGSimpleDataSource;

/** A database of its own, on a PostgreSQL that is started once for all tests of a run and stopped with it. */
public final class TestDatabase {

    private static final AtomicInteger NUMBER = new AtomicInteger();

    private static final long IDLE_MILLIS = 10_000; // many databases share one server's connections

    private static final long PATIENCE_MILLIS = 3_000;

    private final ConcurrentMap<String, HikariDataSource> pools = new ConcurrentHashMap<>();
    private final int port;
    private final String name;

    private TestDatabase(int port) {
        this.port = port;
        this.name = "test_" + NUMBER.incrementAndGet();
    }

    /** Quick, for tests that end with their process. */
    private static final class Quick {
        static final EmbeddedPostgres POSTGRES = start("off");
    }

    /** As in production, for tests that run the service, which refuses to start on less. */
    private static final class Durable {
        static final EmbeddedPostgres POSTGRES = start("on");
    }

    private static EmbeddedPostgres start(String durable) {
        try {
            return EmbeddedPostgres.builder()
                    .setServerConfig("fsync", durable)
                    .setServerConfig("synchronous_commit", durable)
                    .setServerConfig("full_page_writes", durable)
                    .setServerConfig("max_connections", "1000") // for every service of a run, which all stay up
                    .start();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** An empty database for whole services: no schema yet, but the roles. */
    public static TestDatabase durable() {
        return create(Durable.POSTGRES);
    }

    private static TestDatabase create(EmbeddedPostgres postgres) {
        var database = new TestDatabase(postgres.getPort());
        try (Connection connection = postgres.getPostgresDatabase().getConnection();
                Statement statement = connection.createStatement()) {
            statement.execute("create database " + database.name);
        } catch (SQLException e) {
            throw new IllegalStateException(e);
        }
        database.execute(resource("/db/roles.sql"));
        return database;
    }

    /** A database with an empty ledger, for tests of parts. */
    public static TestDatabase withLedger() {
        TestDatabase database = create(Quick.POSTGRES);
        LedgerMigration.run(database.as("cart_owner"));
        return database;
    }

    /** Connections in this role, pooled; {@code postgres} is the superuser. */
    public DataSource as(String role) {
        return pools.computeIfAbsent(role, this::pool);
    }

    /** New connections in this role, for whoever keeps one to itself. */
    public DataSource unpooledAs(String role) {
        var dataSource = new PGSimpleDataSource();
        dataSource.setUrl(jdbcUrl());
        dataSource.setUser("postgres");
        dataSource.setOptions("-c role=" + role);
        return dataSource;
    }

    private HikariDataSource pool(String role) {
        var pool = new HikariDataSource();
        pool.setJdbcUrl(jdbcUrl());
        pool.setUsername("postgres");
        pool.addDataSourceProperty("options", "-c role=" + role);
        pool.setMinimumIdle(0);
        pool.setConnectionTimeout(PATIENCE_MILLIS);
        pool.setIdleTimeout(IDLE_MILLIS);
        return pool;
    }

    /** For other processes; the login is {@code postgres}, with any password. */
    public String jdbcUrl() {
        return "jdbc:postgresql://127.0.0.1:" + port + "/" + name;
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
