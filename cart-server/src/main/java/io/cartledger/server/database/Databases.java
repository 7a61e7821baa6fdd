package io.cartledger.server.database;

import com.zaxxer.hikari.HikariConfig;
import com.zaxxer.hikari.HikariDataSource;
import io.cartledger.command.ledger.LedgerMigration;
import io.cartledger.query.projection.ViewMigration;
import io.cartledger.server.config.CartProperties;
import io.cartledger.server.config.CartProperties.Role;
import io.cartledger.server.config.StartupFailure;
import java.time.Duration;
import java.util.Properties;
import javax.sql.DataSource;
import org.springframework.jdbc.datasource.DriverManagerDataSource;

/**
 * The connections of the service, each in the one role that it needs. The role is a start-up option of the connection,
 * so that no statement has to set it and RESET falls back to it.
 */
public final class Databases implements AutoCloseable {

    private static final Duration CONNECT_TIMEOUT = Duration.ofSeconds(2);
    private static final Duration SOCKET_TIMEOUT = Duration.ofSeconds(10);

    private final DatabaseAccess access;
    private final HikariDataSource command;
    private final HikariDataSource view;

    private Databases(DatabaseAccess access, CartProperties properties) {
        this.access = access;
        this.command = pool("command", "cart_command", properties.command().connections());
        this.view = pool("view", "cart_view", properties.view().connections());
    }

    /**
     * Checks the database, makes its roles, migrates what the roles of this node need, and opens the pools.
     *
     * @throws io.cartledger.server.config.StartupFailure if the database cannot be used
     */
    static Databases open(DatabaseAccess access, CartProperties properties) {
        DatabaseCheck.run(access);
        var databases = new Databases(access, properties);
        if (properties.roles().contains(Role.COMMAND)) {
            LedgerMigration.run(databases.single(access.migration(), "cart_owner"));
        }
        if (properties.roles().contains(Role.QUERY)) {
            ViewMigration.run(databases.single(access.migration(), "cart_view"));
        }
        return databases;
    }

    /** Runs the command side; owns nothing. */
    public DataSource command() {
        return command;
    }

    /** Owns the read model, reads the ledger. */
    public DataSource view() {
        return view;
    }

    /** New connections that read the ledger, for whoever keeps one to itself. */
    public DataSource unpooled() {
        return single(access.service(), "cart_view");
    }

    private HikariDataSource pool(String name, String role, int connections) {
        if (connections < 1) {
            throw new StartupFailure("cart.%s.connections must be 1 or more, was %d".formatted(name, connections));
        }
        var config = new HikariConfig();
        config.setPoolName(name);
        config.setJdbcUrl(access.url());
        config.setUsername(access.service().username());
        config.setPassword(access.service().password());
        config.setMaximumPoolSize(connections);
        config.setConnectionTimeout(CONNECT_TIMEOUT.toMillis() / 2);
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
        view.close();
        command.close();
    }
}
