package io.cartledger.query.burst;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.Optional;

/**
 * How far bursts have been looked for.
 *
 * @param position changes up to it have been looked at, but for the gaps
 * @param refusalId refusals up to it likewise
 * @param generation in which changes that were missing were looked for last
 * @param retries of that generation then
 */
record BurstProgress(long position, long refusalId, int generation, long retries) {

    private static final String READ = """
            select position, refusal_id, generation, retries
            from view.burst_progress
            where only_row
            """;

    private static final String LOCK = READ + "for update";
    private static final String TRY = LOCK + " skip locked";

    private static final String BEGIN = """
            insert into view.burst_progress (only_row)
            values (true)
            on conflict (only_row) do nothing
            """;

    private static final String MOVE = """
            update view.burst_progress
            set position = ?, refusal_id = ?, generation = ?, retries = ?
            where only_row
            """;

    /** Nobody else looks until the connection's transaction ends; empty if somebody does now. */
    static Optional<BurstProgress> tryLock(Connection view) throws SQLException {
        Optional<BurstProgress> progress = find(view, TRY);
        if (progress.isEmpty()) {
            execute(view, BEGIN); // where an operator has deleted it
            progress = find(view, TRY);
        }
        return progress;
    }

    /** The same, after waiting for whoever looks. */
    static void lock(Connection view) throws SQLException {
        find(view, LOCK);
    }

    private static Optional<BurstProgress> find(Connection view, String sql) throws SQLException {
        try (PreparedStatement statement = view.prepareStatement(sql);
                ResultSet row = statement.executeQuery()) {
            return row.next()
                    ? Optional.of(new BurstProgress(
                            row.getLong("position"),
                            row.getLong("refusal_id"),
                            row.getInt("generation"),
                            row.getLong("retries")))
                    : Optional.empty();
        }
    }

    private static void execute(Connection view, String sql) throws SQLException {
        try (PreparedStatement statement = view.prepareStatement(sql)) {
            statement.executeUpdate();
        }
    }

    /** Writes it. */
    void save(Connection view) throws SQLException {
        try (PreparedStatement statement = view.prepareStatement(MOVE)) {
            statement.setLong(1, position);
            statement.setLong(2, refusalId);
            statement.setInt(3, generation);
            statement.setLong(4, retries);
            statement.executeUpdate();
        }
    }
}
