package io.cartledger.server.database;

import com.zaxxer.hikari.HikariConfig;
import com.zaxxer.hikari.HikariDataSource;
import io.cartledger.command.ledger.LedgerMigration;
import io.cartledger.query.generation.GenerationSchema;
import io.cartledger.server.config.CartProperties;
import io.cartledger.server.config.CartProperties.Role;
import io.cartledger.server.config.StartupFailure;
import io.cartledger.server.vault.VaultMigration;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Properties;
import java.util.Set;
import javax.sql.DataSource;
import org.flywaydb.core.api.FlywayException;
import org.springframework.jdbc.datasource.DriverManagerDataSource;

/**
 * The connections of the service, each in the one role that it needs. The role is a start-up option of the connection,
 * so that no statement has to set it and RESET falls back to it.
 */
public final class Databases implements AutoCloseable {

    private static final Duration CONNECT_TIMEOUT = Duration.ofSeconds(2);
    private static final Duration SHORTEST_PATIENCE = Duration.ofMillis(500);
    private static final Duration SOCKET_TIMEOUT = Duration.ofSeconds(5);

    /** A command waits for the vault before it is appended, and has no more time than this by default. */
    private static final Duration VAULT_SOCKET_TIMEOUT = Duration.ofSeconds(2);

    private static final Duration VAULT_PATIENCE = Duration.ofSeconds(1);

    private static final int VAULT_CONNECTIONS =
            4; // what it holds is kept in memory, but everybody who is new needs a key
    private static final int WRITER_CONNECTIONS = 1; // whatever else a node does, it can append
    private static final int FOLLOWER_CONNECTIONS =
            5; // two generations, a look for others, one that is parked, and bursts

    /**
     * Commands and the follower find everything by an index, with plans that are made once. Left to itself PostgreSQL plans
     * to read a small table whole, and keeps to that plan while a new ledger grows large in its first minute; or it plans
     * every call anew for the rows that it is given, which takes longer than the call.
     */
    private static final String BY_INDEX = " -c enable_seqscan=off -c plan_cache_mode=force_generic_plan -c jit=off";

    /**
     * Searches are planned for what is searched for: after some calls PostgreSQL would keep to a plan for any value, and a
     * frequent one and a rare one need different plans.
     */
    private static final String EVERY_PLAN_ANEW = " -c plan_cache_mode=force_custom_plan";

    /**
     * A node that has vanished or frozen in the middle of a step holds nobody up, and nobody waits for it past {@link
     * #SOCKET_TIMEOUT}, after which PostgreSQL would keep on waiting for a client that has gone. Its commits are durable
     * like any: a position that the read model has reached is remembered by nodes, which do not hear of it if PostgreSQL
     * goes back behind it.
     */
    private static final String FOLLOWER_OPTIONS =
            BY_INDEX + " -c idle_in_transaction_session_timeout=4s -c lock_timeout=3s";

    /** What few questions need is not kept open for all of them: PostgreSQL has a process for each. */
    private static final Set<String> SELDOM_FULL = Set.of("ledger", "follower", "followed");

    /** Whoever rebuilds holds what is read for a step; if that node freezes, for no longer than this. */
    private static final String REBUILD_OPTIONS = " -c idle_in_transaction_session_timeout=10s -c lock_timeout=10s";

    /**
     * Whoever verifies reads for as long as it takes, and sorts in memory what fits; if that node freezes, PostgreSQL keeps
     * what it may still want to see for no longer than this.
     */
    private static final String VERIFY_OPTIONS = " -c jit=off -c work_mem=64MB"
            + " -c max_parallel_workers_per_gather=0 -c idle_in_transaction_session_timeout=10min -c lock_timeout=10s";

    private final DatabaseAccess ledger;
    private final DatabaseAccess view;
    private final Map<String, HikariDataSource> pools = new HashMap<>();

    private Databases(DatabaseAccess ledger, DatabaseAccess view, CartProperties properties) {
        this.ledger = ledger;
        this.view = view;
        open(ledger, "vault", "cart_vault", VAULT_CONNECTIONS, VAULT_PATIENCE, VAULT_SOCKET_TIMEOUT);
        if (properties.roles().contains(Role.COMMAND)) {
            open(
                    ledger,
                    "command",
                    "cart_command" + BY_INDEX,
                    properties.command().connections(),
                    properties.command().deadline(),
                    SOCKET_TIMEOUT);
            open(
                    ledger,
                    "writer",
                    "cart_command" + BY_INDEX,
                    WRITER_CONNECTIONS,
                    properties.command().deadline(),
                    SOCKET_TIMEOUT);
        }
        if (properties.roles().contains(Role.QUERY)) {
            open(
                    view,
                    "view",
                    "cart_view" + EVERY_PLAN_ANEW,
                    properties.view().connections(),
                    properties.view().patience(),
                    SOCKET_TIMEOUT);
            open(
                    ledger,
                    "ledger",
                    "cart_view" + BY_INDEX,
                    properties.view().connections(),
                    properties.view().patience(),
                    SOCKET_TIMEOUT);
            open(
                    view,
                    "follower",
                    "cart_view" + FOLLOWER_OPTIONS,
                    FOLLOWER_CONNECTIONS,
                    CONNECT_TIMEOUT,
                    SOCKET_TIMEOUT);
            open(ledger, "followed", "cart_view" + BY_INDEX, FOLLOWER_CONNECTIONS, CONNECT_TIMEOUT, SOCKET_TIMEOUT);
        }
    }

    /**
     * Checks the databases, makes their roles, migrates what the roles of this node need, and opens the pools.
     *
     * @param ledger also has the vault, and lets the read model's role look at the events
     * @param view has the read model; often the same
     * @throws io.cartledger.server.config.StartupFailure if one of them cannot be used
     */
    static Databases open(DatabaseAccess ledger, DatabaseAccess view, CartProperties properties) {
        DatabaseCheck.run(ledger, rolesOfConnections(properties));
        if (!view.equals(ledger) && properties.roles().contains(Role.QUERY)) {
            DatabaseCheck.run(view, List.of("cart_view"));
        }
        var databases = new Databases(ledger, view, properties);
        try {
            databases.migrate(properties);
        } catch (FlywayException e) {
            databases.close();
            throw new StartupFailure("the database cannot be migrated: " + e.getMessage(), e);
        }
        return databases;
    }

    /** Runs the command side; owns nothing. Only where role {@code command} is. */
    public DataSource command() {
        return pool("command");
    }

    /** The same role, for the one who appends. */
    public DataSource writer() {
        return pool("writer");
    }

    /** Owns the read model; for queries. Only where role {@code query} is, like {@link #follower()}. */
    public DataSource view() {
        return pool("view");
    }

    /** Reads the ledger; for queries. Only where role {@code query} is. */
    public DataSource ledger() {
        return pool("ledger");
    }

    /** Owns the read model; for followers alone, whom queries must not hold up. */
    public DataSource follower() {
        return pool("follower");
    }

    /** Reads the ledger; for followers alone. Not their other pool: who has a connection of one waits for one of this. */
    public DataSource followed() {
        return pool("followed");
    }

    /** Owns the keys. On every node. */
    public DataSource vault() {
        return pool("vault");
    }

    private DataSource pool(String name) {
        return Objects.requireNonNull(pools.get(name), "this node has no role that needs pool " + name);
    }

    /** New connections that read the ledger, for whoever keeps one to itself. */
    public DataSource unpooled() {
        return single(ledger, ledger.service(), "cart_view");
    }

    /** New connections of the role that owns the read model, for whoever folds it anew: their statements may take long. */
    public DataSource viewOwner() {
        return unpooled(view, "rebuild", "cart_view" + REBUILD_OPTIONS);
    }

    /** The same, for whoever compares it with the ledger. */
    public DataSource viewVerifier() {
        return unpooled(view, "verify", "cart_view" + VERIFY_OPTIONS);
    }

    /** New connections that read the ledger, for the same. */
    public DataSource ledgerVerifier() {
        return unpooled(ledger, "verify", "cart_view" + VERIFY_OPTIONS);
    }

    private static DataSource unpooled(DatabaseAccess access, String name, String role) {
        var dataSource = new DriverManagerDataSource(
                access.url(), access.service().username(), access.service().password());
        dataSource.setConnectionProperties(settings(name, role));
        return dataSource;
    }

    private void migrate(CartProperties properties) {
        VaultMigration.run(single(ledger, ledger.migration(), "cart_vault"));
        if (properties.roles().contains(Role.COMMAND)) {
            LedgerMigration.run(single(ledger, ledger.migration(), "cart_owner"));
        }
        if (properties.roles().contains(Role.QUERY)) {
            migrateView(properties.view().foldRevision());
        }
    }

    private void migrateView(int foldRevision) {
        try {
            new GenerationSchema(single(view, view.migration(), "cart_view")).migrate(foldRevision);
        } catch (SQLException e) {
            throw new FlywayException("the generations of the read model cannot be read: " + e.getMessage(), e);
        }
    }

    private static List<String> rolesOfConnections(CartProperties properties) {
        var roles = new ArrayList<>(List.of("cart_vault"));
        if (properties.roles().contains(Role.COMMAND)) {
            roles.add("cart_command");
        }
        if (properties.roles().contains(Role.QUERY)) {
            roles.add("cart_view");
        }
        return roles;
    }

    /**
     * @param patience how long somebody may wait for a connection; at least the shortest time that makes sense
     * @param socketTimeout how long for an answer, in whole seconds
     */
    private void open(
            DatabaseAccess access,
            String name,
            String role,
            int connections,
            Duration patience,
            Duration socketTimeout) {
        var config = new HikariConfig();
        config.setPoolName(name);
        config.setJdbcUrl(access.url());
        config.setUsername(access.service().username());
        config.setPassword(access.service().password());
        config.setMaximumPoolSize(connections);
        if (SELDOM_FULL.contains(name)) {
            config.setMinimumIdle(1);
        }
        config.setConnectionTimeout(Math.max(patience.toMillis(), SHORTEST_PATIENCE.toMillis()));
        config.setValidationTimeout(CONNECT_TIMEOUT.toMillis() / 4);
        // The database has been checked; a pool that starts later must not fail the start.
        config.setInitializationFailTimeout(-1);
        // As text: the driver does not see a number.
        config.addDataSourceProperty("socketTimeout", Long.toString(socketTimeout.toSeconds()));
        settings(name, role).forEach((key, value) -> config.addDataSourceProperty((String) key, value));
        pools.put(name, new HikariDataSource(config));
    }

    private static DataSource single(DatabaseAccess access, DatabaseAccess.Credentials login, String role) {
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
        pools.values().forEach(HikariDataSource::close);
    }
}
