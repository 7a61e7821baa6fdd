package io.cartledger.query.projection;

import io.cartledger.query.generation.ViewConnection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;

/**
 * How far a generation is.
 *
 * @param position all events up to it are folded in or parked, none above
 * @param retries how often something that was parked has been folded again; that moves no position
 */
public record Progress(long position, long retries) {

    private static final String READ = """
            select position, retries
            from view_n.progress
            where only_row
            """;

    private static final String LOCK = READ + "for update";

    private static final String MOVE = """
            update view_n.progress
            set position = ?, retries = ?
            where only_row
            """;

    /** As the connection sees it. */
    public static Progress read(ViewConnection view) throws SQLException {
        return find(view, READ);
    }

    /** Nobody else moves it until the connection's transaction ends. */
    public static Progress lock(ViewConnection view) throws SQLException {
        return find(view, LOCK);
    }

    private static Progress find(ViewConnection view, String sql) throws SQLException {
        try (PreparedStatement statement = view.prepare(sql);
                ResultSet row = statement.executeQuery()) {
            row.next();
            return new Progress(row.getLong("position"), row.getLong("retries"));
        }
    }

    Progress at(long reached) {
        return new Progress(reached, retries);
    }

    /** Writes it. */
    void save(ViewConnection view) throws SQLException {
        try (PreparedStatement statement = view.prepare(MOVE)) {
            statement.setLong(1, position);
            statement.setLong(2, retries);
            statement.executeUpdate();
        }
    }
}
