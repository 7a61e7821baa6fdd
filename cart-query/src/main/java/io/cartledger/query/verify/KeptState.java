package io.cartledger.query.verify;

import io.cartledger.cart.CartEvents;
import io.cartledger.cart.CartStates;
import io.cartledger.customer.CustomerFiles;
import io.cartledger.ledger.StateCodec;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.HashMap;
import java.util.Map;

/**
 * A snapshot, of which as little is held as tells whether it is of a state: a range may have thousands.
 *
 * @param hash that of the state; of a snapshot that cannot be read it is that of none
 */
record KeptState(long version, int hash) {

    private static final int ROWS_AT_ONCE = 100;

    /** What another fold has made, or is of another event, is used by nobody. */
    private static final String OF_RANGE = """
            select s.aggregate_id, s.version, s.state
            from work.snapshot s
            join ledger.event e
              on e.aggregate_type = s.aggregate_type
              and e.aggregate_id = s.aggregate_id
              and e.sequence_number = s.version
              and e.event_id = s.event_id
            where s.aggregate_type = ? and s.aggregate_id > ? and s.aggregate_id <= ? and s.fold_revision = ?
            """;

    static Map<String, KeptState> ofRange(Connection ledger, String type, String after, String last)
            throws SQLException {
        StateCodec<?> codec = type.equals(CartEvents.AGGREGATE_TYPE) ? CartStates.CODEC : CustomerFiles.CODEC;
        try (PreparedStatement statement = ledger.prepareStatement(OF_RANGE)) {
            statement.setString(1, type);
            statement.setString(2, after);
            statement.setString(3, last);
            statement.setInt(4, codec.revision());
            statement.setFetchSize(ROWS_AT_ONCE);
            var kept = new HashMap<String, KeptState>();
            try (ResultSet row = statement.executeQuery()) {
                while (row.next()) {
                    int hash = codec.read(row.getString("state"))
                            .map(Object::hashCode)
                            .orElse(0);
                    kept.put(row.getString("aggregate_id"), new KeptState(row.getLong("version"), hash));
                }
            }
            return kept;
        }
    }

    boolean isOf(Object state) {
        return state.hashCode() == hash;
    }
}
