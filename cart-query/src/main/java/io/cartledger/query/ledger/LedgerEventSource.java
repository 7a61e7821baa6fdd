package io.cartledger.query.ledger;

import io.cartledger.ledger.EventCodec.Written;
import io.cartledger.ledger.Recorded;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.UUID;
import javax.sql.DataSource;

/** Reads {@code ledger.event} itself. */
public final class LedgerEventSource implements EventSource {

    private static final String EVENTS = """
            select position, aggregate_type, aggregate_id, sequence_number, event_id, recorded_at, type, revision, payload, origin
            from ledger.event
            """;

    private static final String AFTER = EVENTS + """
            where position > ?
            order by position
            limit ?
            """;

    private static final String AT = EVENTS + """
            where position = any (?::bigint[])
            order by position
            """;

    private static final String OF_AGGREGATE = EVENTS + """
            where aggregate_type = ? and aggregate_id = ? and sequence_number > ? and position <= ?
            order by aggregate_type, aggregate_id, sequence_number
            limit ?
            """;

    private static final String BY_AGGREGATE = EVENTS + """
            where aggregate_type = ? and (aggregate_id, sequence_number) > (?, ?) and position <= ?
            order by aggregate_type, aggregate_id, sequence_number
            limit ?
            """;

    private static final String OPEN_CART = """
            select cart_id
            from ledger.open_cart
            where owner = ?
            """;

    private static final String HEAD = """
            select position
            from ledger.event
            order by position desc
            limit 1
            """;

    private static final String POSITION_AT = """
            select p.position
            from ledger.position_at(?) p
            """;

    private final DataSource ledger;

    /** @param ledger connections that may read {@code ledger.event} */
    public LedgerEventSource(DataSource ledger) {
        this.ledger = ledger;
    }

    @Override
    public List<Recorded<Written>> after(long position, int limit) throws SQLException {
        return events(AFTER, position, limit);
    }

    @Override
    public List<Recorded<Written>> at(Collection<Long> positions) throws SQLException {
        return positions.isEmpty() ? List.of() : events(AT, (Object) positions.toArray(Long[]::new));
    }

    @Override
    public List<Recorded<Written>> ofAggregate(String type, String id, long sequenceNumber, long upTo, int limit)
            throws SQLException {
        return events(OF_AGGREGATE, type, id, sequenceNumber, upTo, limit);
    }

    @Override
    public List<Recorded<Written>> byAggregate(String type, String id, long sequenceNumber, long upTo, int limit)
            throws SQLException {
        return events(BY_AGGREGATE, type, id, sequenceNumber, upTo, limit);
    }

    @Override
    public Optional<String> openCart(String owner) throws SQLException {
        try (Connection connection = ledger.getConnection();
                PreparedStatement statement = prepare(connection, OPEN_CART, owner);
                ResultSet row = statement.executeQuery()) {
            return row.next() ? Optional.of(row.getString(1)) : Optional.empty();
        }
    }

    @Override
    public long head() throws SQLException {
        return number(HEAD).orElse(0);
    }

    @Override
    public OptionalLong positionAt(Instant instant) throws SQLException {
        return number(POSITION_AT, instant.atOffset(ZoneOffset.UTC));
    }

    private List<Recorded<Written>> events(String sql, Object... parameters) throws SQLException {
        try (Connection connection = ledger.getConnection();
                PreparedStatement statement = prepare(connection, sql, parameters);
                ResultSet row = statement.executeQuery()) {
            var events = new ArrayList<Recorded<Written>>();
            while (row.next()) {
                events.add(recorded(row));
            }
            return events;
        }
    }

    /** @return empty for no row, and for null */
    private OptionalLong number(String sql, Object... parameters) throws SQLException {
        try (Connection connection = ledger.getConnection();
                PreparedStatement statement = prepare(connection, sql, parameters);
                ResultSet row = statement.executeQuery()) {
            if (!row.next()) {
                return OptionalLong.empty();
            }
            long number = row.getLong(1);
            return row.wasNull() ? OptionalLong.empty() : OptionalLong.of(number);
        }
    }

    private static PreparedStatement prepare(Connection connection, String sql, Object... parameters)
            throws SQLException {
        PreparedStatement statement = connection.prepareStatement(sql);
        for (int i = 0; i < parameters.length; i++) {
            statement.setObject(i + 1, parameters[i]);
        }
        return statement;
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
