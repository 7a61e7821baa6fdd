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
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.UUID;
import java.util.function.Function;
import javax.sql.DataSource;
import org.jspecify.annotations.Nullable;

/** Reads {@code ledger.event} itself. */
public final class LedgerEventSource implements EventSource {

    /**
     * Reads them up to a length, by what is stored: PostgreSQL does not unpack what it does not send, and unpacks at most some
     * ninety times as much (its compression repeats up to 273 bytes by three).
     */
    private static final String PAGE = """
            select *
            from (
              select
                e.*,
                count(*) over () as looked_at,
                sum(pg_column_size(payload) + pg_column_size(origin))
                  over (order by %2$s rows between unbounded preceding and 1 preceding) as length_before
              from (
                select position, aggregate_type, aggregate_id, sequence_number, event_id, recorded_at, type, revision, %3$s
                from ledger.event
                where %1$s
                order by %2$s
                limit ?
              ) e
            ) e
            where length_before is null or length_before < 1000000
            order by %2$s
            """;

    private static final String ALL = "payload, origin";

    /** Those at later positions come without contents: however many they are, each statement looks at no more rows. */
    private static final String COUNTING = """
            case when position <= ? then payload else 'null' end as payload,
            case when position <= ? then origin else 'null' end as origin""";

    private static final String BY_POSITION = "position";
    private static final String BY_ID = "aggregate_type, aggregate_id, sequence_number";

    private static final String AFTER = PAGE.formatted("position > ?", BY_POSITION, ALL);
    private static final String AT = PAGE.formatted("position = any (?::bigint[])", BY_POSITION, ALL);
    private static final String OF_AGGREGATE = PAGE.formatted(
            "aggregate_type = ? and aggregate_id = ? and sequence_number > ? and position <= ?", BY_ID, ALL);
    private static final String BY_AGGREGATE =
            PAGE.formatted("aggregate_type = ? and (aggregate_id, sequence_number) > (?, ?)", BY_ID, COUNTING);

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
    public EventPage after(long position, int limit) throws SQLException {
        return page(AFTER, limit, Long.MAX_VALUE, last -> List.of(last == null ? position : last.position()));
    }

    @Override
    public EventPage at(List<Long> positions) throws SQLException {
        Long[] all = positions.toArray(Long[]::new);
        return positions.isEmpty() ? EventPage.NONE : page(AT, all.length, Long.MAX_VALUE, _ -> List.of((Object) all));
    }

    @Override
    public EventPage ofAggregate(String type, String id, long sequenceNumber, long upTo, int limit)
            throws SQLException {
        return page(
                OF_AGGREGATE,
                limit,
                upTo,
                last -> List.of(type, id, last == null ? sequenceNumber : last.sequenceNumber(), upTo));
    }

    @Override
    public EventPage byAggregate(String type, String id, long sequenceNumber, long upTo, int limit)
            throws SQLException {
        return page(
                BY_AGGREGATE,
                limit,
                upTo,
                last -> last == null
                        ? List.of(upTo, upTo, type, id, sequenceNumber)
                        : List.of(upTo, upTo, type, last.aggregateId(), last.sequenceNumber()));
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

    /**
     * @param sql has the limit as its last parameter
     * @param upTo the last position that counts; what is later is passed over
     * @param behind the other parameters, to go on behind an event; behind null to begin
     */
    private EventPage page(String sql, int limit, long upTo, Function<@Nullable Recorded<Written>, List<Object>> behind)
            throws SQLException {
        var events = new ArrayList<Recorded<Written>>();
        Recorded<Written> last = null;
        boolean isLast;
        do { // each time with a connection anew, as there may be millions that do not count
            try (Connection connection = ledger.getConnection();
                    PreparedStatement statement = connection.prepareStatement(sql)) {
                bind(statement, behind.apply(last), limit);
                int sent = 0;
                int lookedAt = 0;
                try (ResultSet row = statement.executeQuery()) {
                    while (row.next()) {
                        sent++;
                        lookedAt = row.getInt("looked_at");
                        last = recorded(row);
                        if (last.position() <= upTo) {
                            events.add(last);
                        }
                    }
                }
                isLast = sent == lookedAt && sent < limit;
            }
        } while (events.isEmpty() && !isLast);
        return new EventPage(events, isLast);
    }

    private static void bind(PreparedStatement statement, List<Object> parameters, int limit) throws SQLException {
        for (int i = 0; i < parameters.size(); i++) {
            statement.setObject(i + 1, parameters.get(i));
        }
        statement.setInt(parameters.size() + 1, limit);
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
