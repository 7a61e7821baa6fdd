package io.cartledger.server.embedded;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.util.Properties;

/** Asks a running PostgreSQL from outside, as a given user. */
final class Sql {

    private Sql() {}

    /** As the folder's credentials say. */
    static Login login(Path folder, String username) throws IOException {
        var credentials = new Properties();
        try (var file = Files.newBufferedReader(folder.resolve("credentials.properties"))) {
            credentials.load(file);
        }
        return new Login(username, credentials.getProperty(username, ""));
    }

    static Connection connect(EmbeddedPostgres postgres, Login login) throws SQLException {
        return connect(postgres.port(), "cart", login);
    }

    static Connection connect(int port, String database, Login login) throws SQLException {
        var url = "jdbc:postgresql://127.0.0.1:%s/%s".formatted(port, database);
        return DriverManager.getConnection(url, login.username(), login.password());
    }

    /** Runs a statement and returns the first value of its result, if it has one. */
    static String run(EmbeddedPostgres postgres, Login login, String sql) throws SQLException {
        try (var connection = connect(postgres, login)) {
            return run(connection, sql);
        }
    }

    static String run(Connection connection, String sql) throws SQLException {
        try (var statement = connection.createStatement()) {
            if (!statement.execute(sql)) return "";
            try (var rows = statement.getResultSet()) {
                return rows.next() ? rows.getString(1) : "";
            }
        }
    }
}
