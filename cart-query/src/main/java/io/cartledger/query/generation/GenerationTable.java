package io.cartledger.query.generation;

import io.cartledger.query.generation.Generation.State;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;

/** Which generations there are. */
public final class GenerationTable {

    private static final String ALL = """
            select number, fold_revision, state
            from view.generation
            order by number
            """;

    private static final String ADD = """
            insert into view.generation (fold_revision, state)
            values (?, ?)
            returning number
            """;

    private static final String SET_STATE = """
            update view.generation
            set state = ?
            where number = ?
            """;

    private static final String REMOVE = """
            delete from view.generation
            where number = ?
            """;

    /** Whoever makes or drops generations does so one at a time; released with the transaction. */
    private static final String LOCK = "lock table view.generation in share row exclusive mode";

    private GenerationTable() {}

    /** All of them, the oldest first. */
    public static List<Generation> all(Connection connection) throws SQLException {
        try (PreparedStatement statement = connection.prepareStatement(ALL);
                ResultSet row = statement.executeQuery()) {
            var all = new ArrayList<Generation>();
            while (row.next()) {
                all.add(new Generation(
                        row.getInt("number"), row.getInt("fold_revision"), State.valueOf(row.getString("state"))));
            }
            return all;
        }
    }

    /** Until the connection's transaction ends, nobody else adds, moves on or removes one; it is read all the same. */
    public static void lock(Connection connection) throws SQLException {
        try (PreparedStatement statement = connection.prepareStatement(LOCK)) {
            statement.execute();
        }
    }

    /** Adds one. Its tables are made by {@link GenerationSchema}. */
    public static Generation add(Connection connection, int foldRevision, State state) throws SQLException {
        try (PreparedStatement statement = connection.prepareStatement(ADD)) {
            statement.setInt(1, foldRevision);
            statement.setString(2, state.name());
            try (ResultSet row = statement.executeQuery()) {
                row.next();
                return new Generation(row.getInt("number"), foldRevision, state);
            }
        }
    }

    /** @return whether there still is that generation */
    public static boolean setState(Connection connection, int number, State state) throws SQLException {
        try (PreparedStatement statement = connection.prepareStatement(SET_STATE)) {
            statement.setString(1, state.name());
            statement.setInt(2, number);
            return statement.executeUpdate() == 1;
        }
    }

    /** Nobody reads or follows it any more; its tables are dropped by {@link GenerationSchema}. */
    public static void remove(Connection connection, int number) throws SQLException {
        try (PreparedStatement statement = connection.prepareStatement(REMOVE)) {
            statement.setInt(1, number);
            statement.executeUpdate();
        }
    }
}
