package io.cartledger.query.projection;

import io.cartledger.ledger.EventCodec.Written;
import io.cartledger.ledger.Recorded;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.OffsetDateTime;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import javax.sql.DataSource;

/** Reads {@code ledger.event} itself. */
final class LedgerEventSource implements EventSource {

    private static final String AFTER = """
            select position, aggregate_type, aggregate_id, sequence_number, event_id, recorded_at, type, revision, payload, origin
            from ledger.event
            where position > ?
            order by position
            limit ?
            """;

    private final DataSource ledger;

    LedgerEventSource(DataSource ledger) {
        this.ledger = ledger;
    }

    @Override
    public List<Recorded<Written>> after(long position, int limit) throws SQLException {
        try (Connection connection = ledger.getConnection();
                PreparedStatement statement = connection.prepareStatement(AFTER)) {
            statement.setLong(1, position);
            statement.setInt(2, limit);
            var events = new ArrayList<Recorded<Written>>();
            try (ResultSet row = statement.executeQuery()) {
                while (row.next()) {
                    events.add(recorded(row));
                }
            }
            return events;
        }
    }

    private static Recorded<Written> recorded(ResultSet row) throws SQLException {
        return new Recorded<>(
                row.getLong("position"),
                row.getString("aggregate_type"),
                row.getString("aggregate_id"),
                row.getLong("sequence_number"),
                row.getObject("event_id", UUID.class),
                row.getObject("recorded_at", OffsetDateTime.class).toInstant(),
                row.getString("origin"),
                new Written(row.getString("type"), row.getInt("revision"), row.getString("payload")));
    }
}
