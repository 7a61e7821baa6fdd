package io.cartledger.command.ledger;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
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
