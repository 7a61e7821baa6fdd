package io.cartledger.server.embedded;

import io.cartledger.server.config.StartupFailure;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.time.Duration;
import java.util.Properties;

/**
 * Sees to it that there are the logins, with the passwords of {@link Credentials}, and the database, and that the
 * reader can do nothing but read. Runs at every start and may be cut off anywhere: each statement may be repeated.
 */
final class Accounts {

    static final String SERVER = "cartledger";
    static final String READER = "cart_reader";
    static final String DATABASE = "cart";

    private static final String MAKE_MISSING_ROLES = """
            do $$
            begin
                if not exists (select from pg_catalog.pg_roles where rolname = 'cartledger') then
                    create role cartledger;
                end if;
                if not exists (select from pg_catalog.pg_roles where rolname = 'cart_reader') then
                    create role cart_reader;
                end if;
            end
            $$
            """;

    // Admin: so that migrations of the service, which is no superuser, can go on setting the reader up.
    private static final String SET_ROLES_UP = """
            alter role cartledger
                with login nosuperuser createrole nocreatedb noreplication nobypassrls;
            alter role cart_reader
                with login nosuperuser nocreaterole nocreatedb noreplication nobypassrls connection limit 20;
            alter role cart_reader set default_transaction_read_only = on;
            grant cart_reader to cartledger with admin option;
            """;

    private static final String DATABASE_EXISTS = """
            select exists (select from pg_catalog.pg_database where datname = 'cart')
            """;

    private static final String MAKE_DATABASE = """
            create database cart owner cartledger
            """;

    // Everybody may make temporary tables in every database, unless told otherwise.
    private static final String SHUT_DATABASES = """
            revoke all on database postgres, template1, cart from public;
            grant connect on database cart to cart_reader;
            """;

    // Everybody may make large objects, unless told otherwise: no table, but disk space all the same.
    private static final String SHUT_SCHEMA = """
            revoke create on schema public from public;
            revoke execute
                on function
                    pg_catalog.lo_create(oid),
                    pg_catalog.lo_creat(integer),
                    pg_catalog.lo_from_bytea(oid, bytea)
                from public;
            """;

    // A statement that fails is logged, unless told otherwise, and some contain a password.
    private static final String LOG_NO_STATEMENTS = "-c log_min_error_statement=panic";

    private static final String WRONG_PASSWORD = "28P01";
    private static final int CONNECT_LIMIT_SECONDS = 20;
    private static final int STATEMENT_LIMIT_SECONDS = 60;
    private static final Duration RECOVERY_SILENCE_LIMIT = Duration.ofSeconds(60);

    private final int port;
    private final Credentials credentials;

    Accounts(int port, Credentials credentials) {
        this.port = port;
        this.credentials = credentials;
    }

    static String jdbcUrl(int port, String database) {
        return "jdbc:postgresql://127.0.0.1:%s/%s".formatted(port, database);
    }

    void prepare() {
        try {
            try (var postgres = connect("postgres")) {
                new Recovery(postgres, RECOVERY_SILENCE_LIMIT).awaitEnd();
                execute(postgres, MAKE_MISSING_ROLES);
                execute(postgres, SET_ROLES_UP);
                setPassword(postgres, credentials.server());
                setPassword(postgres, credentials.reader());
                if (!databaseExists(postgres)) execute(postgres, MAKE_DATABASE);
                execute(postgres, SHUT_DATABASES);
            }
            try (var cart = connect(DATABASE)) {
                execute(cart, SHUT_SCHEMA);
            }
        } catch (SQLException e) {
            throw failure(e);
        }
    }

    private static StartupFailure failure(SQLException cause) {
        if (WRONG_PASSWORD.equals(cause.getSQLState())) {
            return new StartupFailure(
                    "credentials.properties does not belong to the data beside it, put back the one that does: "
                            + cause.getMessage(),
                    cause);
        }
        return new StartupFailure("the embedded PostgreSQL cannot be set up: " + cause.getMessage(), cause);
    }

    private Connection connect(String database) throws SQLException {
        var properties = new Properties();
        properties.setProperty("user", credentials.superuser().username());
        properties.setProperty("password", credentials.superuser().password());
        properties.setProperty("options", LOG_NO_STATEMENTS);
        properties.setProperty("sslmode", "disable");
        properties.setProperty("connectTimeout", String.valueOf(CONNECT_LIMIT_SECONDS));
        properties.setProperty("socketTimeout", String.valueOf(STATEMENT_LIMIT_SECONDS));
        return DriverManager.getConnection(jdbcUrl(port, database), properties);
    }

    private static void execute(Connection connection, String sql) throws SQLException {
        try (var statement = connection.createStatement()) {
            statement.execute(sql);
        }
    }

    private static boolean databaseExists(Connection connection) throws SQLException {
        try (var statement = connection.createStatement();
                var row = statement.executeQuery(DATABASE_EXISTS)) {
            return row.next() && row.getBoolean(1);
        }
    }

    // `alter role` takes no parameters; Credentials makes sure that there is nothing to escape
    private static void setPassword(Connection connection, Login login) throws SQLException {
        execute(connection, "alter role %s password '%s'".formatted(login.username(), login.password()));
    }
}
