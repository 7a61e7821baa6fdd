package io.cartledger.server.database;

import io.cartledger.server.config.StartupFailure;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.Properties;
import org.springframework.core.io.ClassPathResource;

/** Looks at a database before it is used, and makes the roles that the schemas need. */
final class DatabaseCheck {

    private static final int OLDEST_MAJOR_VERSION = 15;
    private static final String INVALID_PASSWORD_CLASS = "28";
    private static final String NO_SUCH_DATABASE = "3D000";
    private static final String NOT_ALLOWED = "42501";

    private DatabaseCheck() {}

    /** @throws StartupFailure in one line for the operator, if the database cannot be used as it is */
    static void run(DatabaseAccess access) {
        try (Connection connection = connect(access, access.migration());
                Statement statement = connection.createStatement()) {
            checkVersion(
                    connection.getMetaData().getDatabaseMajorVersion(),
                    connection.getMetaData().getDatabaseProductVersion());
            checkDurable(statement, "fsync");
            checkDurable(statement, "synchronous_commit");
            makeRoles(access, statement);
        } catch (SQLException e) {
            throw new StartupFailure("the database at " + access.url() + " failed: " + oneLine(e));
        }
        if (!access.service().equals(access.migration())) {
            try (Connection connection = connect(access, access.service())) {
                connection.isValid(1);
            } catch (SQLException e) {
                throw new StartupFailure("the database at " + access.url() + " failed: " + oneLine(e));
            }
        }
    }

    private static Connection connect(DatabaseAccess access, DatabaseAccess.Credentials login) {
        var properties = new Properties();
        properties.setProperty("user", login.username());
        properties.setProperty("password", login.password());
        properties.setProperty("connectTimeout", "5");
        properties.setProperty("loginTimeout", "5");
        try {
            return DriverManager.getConnection(access.url(), properties);
        } catch (SQLException e) {
            throw new StartupFailure(refused(access, login, e));
        }
    }

    private static String refused(DatabaseAccess access, DatabaseAccess.Credentials login, SQLException e) {
        String state = e.getSQLState() == null ? "" : e.getSQLState();
        if (state.startsWith(INVALID_PASSWORD_CLASS)) {
            return "the database at " + access.url() + " refused login " + login
                    + ": check spring.datasource.username and spring.datasource.password (" + oneLine(e) + ")";
        }
        if (state.equals(NO_SUCH_DATABASE)) {
            return "the server at " + access.url()
                    + " has no such database: create it, or correct spring.datasource.url";
        }
        return "the database at " + access.url() + " cannot be reached: start it, or correct spring.datasource.url ("
                + oneLine(e) + ")";
    }

    static void checkVersion(int majorVersion, String version) {
        if (majorVersion < OLDEST_MAJOR_VERSION) {
            throw new StartupFailure(
                    "PostgreSQL " + version + " is too old: " + OLDEST_MAJOR_VERSION + " or later is needed");
        }
    }

    private static void checkDurable(Statement statement, String setting) throws SQLException {
        try (ResultSet row = statement.executeQuery("show " + setting)) {
            row.next();
            if ("off".equals(row.getString(1))) {
                throw new StartupFailure("PostgreSQL runs with " + setting
                        + " = off, so a commit could be lost after it was answered: turn it on");
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
