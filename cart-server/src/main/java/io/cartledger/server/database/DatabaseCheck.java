package io.cartledger.server.database;

import io.cartledger.server.config.StartupFailure;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.sql.Connection;
import java.sql.DatabaseMetaData;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.List;
import java.util.Properties;
import org.springframework.core.io.ClassPathResource;

/** Looks at a database before it is used, and makes the roles that the schemas need. */
final class DatabaseCheck {

    private static final int OLDEST_MAJOR_VERSION = 15;
    private static final String PATIENCE = "-c lock_timeout=10s"; // another node may be making the roles
    private static final String INVALID_PASSWORD_CLASS = "28";
    private static final String NO_SUCH_DATABASE = "3D000";
    private static final String NOT_ALLOWED = "42501";
    private static final String INVALID_SETTING = "22023";
    private static final String ISOLATION = "an append would not see those before it: set it to read committed";

    private DatabaseCheck() {}

    /**
     * @param roles those that the service's connections will have
     * @throws StartupFailure in one line for the operator, if the database cannot be used as it is
     */
    static void run(DatabaseAccess access, List<String> roles) {
        checked(access, access.migration(), PATIENCE, statement -> {
            DatabaseMetaData database = statement.getConnection().getMetaData();
            checkVersion(database.getDatabaseMajorVersion(), database.getDatabaseProductVersion());
            checkSetting(statement, "fsync", "off", "a commit could be lost after it was answered: turn it on");
            makeRoles(access, statement);
        });
        for (String owner : owners(roles)) {
            checked(access, access.migration(), "-c role=" + owner, statement -> checkRole(access, statement, owner));
        }
        for (String role : roles) {
            // Settings may come with a login, so they are asked for as the service will have them.
            checked(access, access.service(), "-c role=" + role, statement -> {
                checkRole(access, statement, role);
                checkSetting(
                        statement,
                        "synchronous_commit",
                        "off",
                        "a commit could be lost after it was answered: turn it on");
                checkSetting(statement, "default_transaction_isolation", "repeatable read", ISOLATION);
                checkSetting(statement, "default_transaction_isolation", "serializable", ISOLATION);
            });
        }
    }

    /** Those that migrate what the roles use. */
    private static List<String> owners(List<String> roles) {
        return roles.stream()
                .map(role -> role.equals("cart_command") ? "cart_owner" : role)
                .toList();
    }

    private interface Check {
        void run(Statement statement) throws SQLException;
    }

    private static void checked(DatabaseAccess access, DatabaseAccess.Credentials login, String options, Check check) {
        try (Connection connection = connect(access, login, options);
                Statement statement = connection.createStatement()) {
            check.run(statement);
        } catch (SQLException e) {
            throw new StartupFailure("the database at " + access.place() + " failed: " + oneLine(e));
        }
    }

    private static Connection connect(DatabaseAccess access, DatabaseAccess.Credentials login, String options) {
        var properties = new Properties();
        properties.setProperty("user", login.username());
        properties.setProperty("password", login.password());
        properties.setProperty("options", options);
        properties.setProperty("connectTimeout", "5");
        properties.setProperty("loginTimeout", "5");
        try {
            return DriverManager.getConnection(access.url(), properties);
        } catch (SQLException e) {
            throw new StartupFailure(refused(access, login, options, e));
        }
    }

    private static String refused(
            DatabaseAccess access, DatabaseAccess.Credentials login, String options, SQLException e) {
        String state = e.getSQLState() == null ? "" : e.getSQLState();
        if (state.equals(NOT_ALLOWED) || state.equals(INVALID_SETTING)) {
            return "login " + login + " may not become " + options.replace("-c role=", "")
                    + ": see \"Roles\" in docs/operations.md (" + oneLine(e) + ")";
        }
        if (state.startsWith(INVALID_PASSWORD_CLASS)) {
            return "the database at " + access.place() + " refused login " + login
                    + ": check its username and password in " + properties(access, login) + " (" + oneLine(e) + ")";
        }
        if (state.equals(NO_SUCH_DATABASE)) {
            return "the server at " + access.place()
                    + " has no such database: create it, or correct spring.datasource.url";
        }
        // The driver's message may show the whole URL.
        String detail = oneLine(e).replace(access.url(), access.place());
        return "the database at " + access.place() + " cannot be reached: start it, or correct " + access.properties()
                + ".url (" + detail + ")";
    }

    static void checkVersion(int majorVersion, String version) {
        if (majorVersion < OLDEST_MAJOR_VERSION) {
            throw new StartupFailure(
                    "PostgreSQL " + version + " is too old: " + OLDEST_MAJOR_VERSION + " or later is needed");
        }
    }

    private static String properties(DatabaseAccess access, DatabaseAccess.Credentials login) {
        return login.equals(access.service()) ? access.properties() : "cart.migration";
    }

    /** Parameters of the URL, or a pooler in between, may have taken the option away. */
    private static void checkRole(DatabaseAccess access, Statement statement, String role) throws SQLException {
        try (ResultSet row = statement.executeQuery("select current_user")) {
            row.next();
            if (!role.equals(row.getString(1))) {
                throw new StartupFailure("connections do not get role " + role + " but are " + row.getString(1)
                        + ": take \"options\" out of " + access.properties()
                        + ".url, and connect without a pooler");
            }
        }
    }

    private static void checkSetting(Statement statement, String setting, String wrong, String why)
            throws SQLException {
        try (ResultSet row = statement.executeQuery("show " + setting)) {
            row.next();
            if (wrong.equals(row.getString(1))) {
                throw new StartupFailure("PostgreSQL runs with " + setting + " = " + wrong + ", so " + why);
            }
        }
    }

    private static void makeRoles(DatabaseAccess access, Statement statement) throws SQLException {
        try {
            statement.execute(new ClassPathResource("db/roles.sql").getContentAsString(StandardCharsets.UTF_8));
        } catch (IOException e) {
            throw new IllegalStateException("db/roles.sql is part of this jar", e);
        } catch (SQLException e) {
            if (NOT_ALLOWED.equals(e.getSQLState())) {
                throw new StartupFailure("login " + access.migration()
                        + " may not make the roles of Cartledger: see \"Roles\" in docs/operations.md (" + oneLine(e)
                        + ")");
            }
            throw e;
        }
    }

    private static String oneLine(SQLException e) {
        return String.valueOf(e.getMessage()).replaceAll("\\s+", " ").strip();
    }
}
