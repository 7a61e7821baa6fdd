package io.cartledger.command.ledger;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import tools.jackson.databind.json.JsonMapper;

/** The keys that commands were sent with. */
final class KeyTable {

    private static final String FIND = """
            select fingerprint, aggregate_type, aggregate_id, version, effects, excess
            from ledger.command_key
            where principal = ? and key = ?
            """;

    private static final String LATEST = """
            select key, recorded_at > clock_timestamp() - make_interval(secs => ?) as recent
            from ledger.command_key
            where principal = ? and key >= ? and key < ?
            order by key desc
            limit 1
            """;

    private static final int DIGITS = 9; // so many that the order of keys is the order of numbers

    private static final String PURGE = """
            select ledger.purge_keys(?)
            """;

    private static final JsonMapper JSON = new JsonMapper();

    private KeyTable() {}

    static Optional<KeyRecord> find(Connection connection, CommandKey key) throws SQLException {
        try (PreparedStatement statement = connection.prepareStatement(FIND)) {
            statement.setString(1, key.principal());
            statement.setString(2, key.key());
            try (ResultSet row = statement.executeQuery()) {
                return row.next() ? Optional.of(read(row)) : Optional.empty();
            }
        }
    }

    /** Keys like these are numbered; the next number is for the first command after the window. */
    static CommandKey repeated(Connection connection, CommandKey like, Duration window) throws SQLException {
        String prefix = like.key() + like.fingerprint() + " ";
        long number = 0;
        try (PreparedStatement statement = connection.prepareStatement(LATEST)) {
            statement.setDouble(1, window.toMillis() / 1e3);
            statement.setString(2, like.principal());
            statement.setString(3, prefix);
            statement.setString(4, prefix + "~");
            try (ResultSet row = statement.executeQuery()) {
                if (row.next()) {
                    long latest = Long.parseLong(row.getString("key").substring(prefix.length()));
                    number = row.getBoolean("recent") ? latest : latest + 1;
                }
            }
        }
        return new CommandKey(like.principal(), prefix + ("%0" + DIGITS + "d").formatted(number), like.fingerprint());
    }

    static int purge(Connection connection, int most) throws SQLException {
        try (PreparedStatement statement = connection.prepareStatement(PURGE)) {
            statement.setInt(1, most);
            try (ResultSet row = statement.executeQuery()) {
                row.next();
                return row.getInt(1);
            }
        }
    }

    private static KeyRecord read(ResultSet row) throws SQLException {
        return new KeyRecord(
                row.getString("fingerprint"),
                new AggregateKey(row.getString("aggregate_type"), row.getString("aggregate_id")),
                row.getLong("version"),
                List.of(JSON.readValue(row.getString("effects"), String[].class)),
                AppendCall.excess(row.getString("excess")));
    }
}
