package io.cartledger.query.verify;

import io.cartledger.query.generation.Generation;
import io.cartledger.query.generation.ViewConnection;
import io.cartledger.query.projection.Progress;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import javax.sql.DataSource;
import org.postgresql.PGConnection;

/**
 * Connections that all see the ledger at one moment, and the read model at one that was a little before: so everything
 * that the read model has folded is in the ledger. Both go on meanwhile.
 */
final class Sessions implements AutoCloseable {

    private final List<Connection> connections = new ArrayList<>();
    private final List<Session> sessions = new ArrayList<>();
    private final Connection aside;
    private final long head;
    private final long position;

    /** What one thread reads with. */
    record Session(Connection ledger, ViewConnection view) {}

    /**
     * Opens them.
     *
     * @param ledger new connections that read the ledger
     * @param view new connections that read the read model
     * @param count how many threads there are
     */
    Sessions(DataSource ledger, DataSource view, Generation generation, int count) throws SQLException {
        try {
            List<Connection> views = sameMoment(view, count);
            this.position = Progress.read(new ViewConnection(views.getFirst(), generation))
                    .position();
            List<Connection> ledgers = sameMoment(ledger, count + 1);
            this.head = number(ledgers.getFirst(), "select coalesce(max(position), 0) from ledger.event");
            this.aside = ledgers.getLast();
            for (int i = 0; i < count; i++) {
                sessions.add(new Session(ledgers.get(i), new ViewConnection(views.get(i), generation)));
            }
        } catch (SQLException | RuntimeException e) {
            close();
            throw e;
        }
    }

    private List<Connection> sameMoment(DataSource database, int count) throws SQLException {
        var all = new ArrayList<Connection>();
        String snapshot = "";
        for (int i = 0; i < count; i++) {
            Connection connection = database.getConnection();
            connections.add(connection);
            all.add(connection);
            connection.setTransactionIsolation(Connection.TRANSACTION_REPEATABLE_READ);
            connection.setAutoCommit(false);
            try (Statement statement = connection.createStatement()) {
                if (i > 0) {
                    statement.execute("set transaction snapshot '" + snapshot + "'");
                } else {
                    try (ResultSet row = statement.executeQuery("select pg_export_snapshot()")) {
                        row.next();
                        snapshot = row.getString(1);
                    }
                }
            }
        }
        return all;
    }

    static long number(Connection connection, String sql) throws SQLException {
        try (Statement statement = connection.createStatement();
                ResultSet row = statement.executeQuery(sql)) {
            row.next();
            return row.getLong(1);
        }
    }

    List<Session> all() {
        return sessions;
    }

    /** One more that sees the ledger, for what is put aside while the others read. */
    Connection aside() {
        return aside;
    }

    /** The ledger's last position. */
    long head() {
        return head;
    }

    /** That of the read model. */
    long position() {
        return position;
    }

    /** Makes whatever is under way fail soon. */
    void cancel() {
        for (Connection connection : List.copyOf(connections)) {
            try {
                connection.unwrap(PGConnection.class).cancelQuery();
            } catch (SQLException e) {
                // It is closed next, which ends it as well, only later.
            }
        }
    }

    @Override
    public void close() {
        for (Connection connection : connections) {
            try {
                connection.close();
            } catch (SQLException e) {
                // Nothing was written with it, and PostgreSQL ends what it hears no more of.
            }
        }
    }
}
