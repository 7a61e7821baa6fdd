package io.cartledger.server.database;

import com.zaxxer.hikari.HikariConfig;
import com.zaxxer.hikari.HikariDataSource;
import io.cartledger.command.ledger.LedgerMigration;
import io.cartledger.query.projection.ViewMigration;
import io.cartledger.server.config.CartProperties;
import io.cartledger.server.config.CartProperties.Role;
import io.cartledger.server.config.StartupFailure;
import java.time.Duration;
import java.util.List;
import java.util.Properties;
import javax.sql.DataSource;
import org.flywaydb.core.api.FlywayException;
import org.springframework.jdbc.datasource.DriverManagerDataSource;

/**
 * The connections of the service, each in the one role that it needs. The role is a start-up option of the connection,
 * so that no statement has to set it and RESET falls back to it.
 */
public final class Databases implements AutoCloseable {

    private static final Duration CONNECT_TIMEOUT = Duration.ofSeconds(2);
    private static final Duration SOCKET_TIMEOUT = Duration.ofSeconds(5);
    private static final int FOLLOWER_CONNECTIONS = 2; // it reads the ledger while it writes the read model

    private final DatabaseAccess access;
    private final HikariDataSource command;
    private final HikariDataSource view;
    private final HikariDataSource follower;

    private Databases(DatabaseAccess access, CartProperties properties) {
        this.access = access;
        this.command = pool("command", "cart_command", properties.command().connections());
        this.view = pool("view", "cart_view", properties.view().connections());
        this.follower = pool("follower", "cart_view", FOLLOWER_CONNECTIONS);
    }

    /**
     * Checks the database, makes its roles, migrates what the roles of this node need, and opens the pools.
     *
     * @throws io.cartledger.server.config.StartupFailure if the database cannot be used
     */
    static Databases open(DatabaseAccess access, CartProperties properties) {
        DatabaseCheck.run(access, rolesOfConnections(properties));
        var databases = new Databases(access, properties);
        try {
            databases.migrate(properties);
        } catch (FlywayException e) {
            databases.close();
            throw new StartupFailure("the database cannot be migrated: " + e.getMessage(), e);
        }
        return databases;
    }

    /** Runs the command side; owns nothing. */
    public DataSource command() {
        return command;
    }

    /** Owns the read model; for queries. */
    public DataSource view() {
        return view;
    }

    /** Owns the read model, reads the ledger; for the follower alone, whom queries must not hold up. */
    public DataSource follower() {
        return follower;
    }

    /** New connections that read the ledger, for whoever keeps one to itself. */
    public DataSource unpooled() {
        return single(access.service(), "cart_view");
    }

    private void migrate(CartProperties properties) {
        if (properties.roles().contains(Role.COMMAND)) {
            LedgerMigration.run(single(access.migration(), "cart_owner"));
        }
        if (properties.roles().contains(Role.QUERY)) {
            ViewMigration.run(single(access.migration(), "cart_view"));
        }
    }

    private static List<String> rolesOfConnections(CartProperties properties) {
        return properties.roles().stream()
                .map(role -> role == Role.COMMAND ? "cart_command" : "cart_view")
                .toList();
    }

    private HikariDataSource pool(String name, String role, int connections) {
        var config = new HikariConfig();
        config.setPoolName(name);
        config.setJdbcUrl(access.url());
        config.setUsername(access.service().username());
        config.setPassword(access.service().password());
        config.setMaximumPoolSize(connections);
        config.setConnectionTimeout(CONNECT_TIMEOUT.toMillis() / 2);
        config.setValidationTimeout(CONNECT_TIMEOUT.toMillis() / 4);
        // The database has been checked; a pool that starts later must not fail the start.
        config.setInitializationFailTimeout(-1);
        config.addDataSourceProperty("socketTimeout", SOCKET_TIMEOUT.toSeconds());
        settings(name, role).forEach((key, value) -> config.addDataSourceProperty((String) key, value));
        return new HikariDataSource(config);
    }

    private DataSource single(DatabaseAccess.Credentials login, String role) {
        var dataSource = new DriverManagerDataSource(access.url(), login.username(), login.password());
        dataSource.setConnectionProperties(settings(role, role));
        return dataSource;
    }

    private static Properties settings(String name, String role) {
        var settings = new Properties();
        settings.setProperty("ApplicationName", "cartledger " + name);
        settings.setProperty("options", "-c role=" + role);
        settings.setProperty("connectTimeout", Long.toString(CONNECT_TIMEOUT.toSeconds()));
        settings.setProperty("tcpKeepAlive", "true");
        return settings;
    }

    @Override
    public void close() {
        follower.close();
        view.close();
        command.close();
    }
}
