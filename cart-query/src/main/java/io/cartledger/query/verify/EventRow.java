package io.cartledger.query.verify;

import io.cartledger.ledger.EventCodec.Written;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import org.postgresql.PGConnection;

/**
 * An event as far as folding needs it: not where it came from, which decides nothing.
 *
 * @param recordedAt in microseconds since 2000, as PostgreSQL sends it
 */
record EventRow(String id, long sequenceNumber, long position, long recordedAt, Written event) {

    private static final Instant EPOCH = Instant.parse("2000-01-01T00:00:00Z");

    private static final String EVENTS = """
            select aggregate_id, sequence_number, position, recorded_at, type, revision, payload
            from ledger.event
            """;

    private static final String OF_RANGE = EVENTS + """
            where aggregate_type = '%s' and aggregate_id > %s and aggregate_id <= %s
            order by aggregate_type, aggregate_id, sequence_number
            """;

    private static final String OF_ONE = EVENTS + """
            where aggregate_type = %s and aggregate_id = %s and position <= %d
            order by aggregate_type, aggregate_id, sequence_number
            """;

    /**
     * All events of the aggregates of a type in a range, one aggregate after the other.
     *
     * @param after identifier where the range begins, which is not in it
     * @param last where it ends, which is
     */
    static BinaryRows ofRange(Connection ledger, String type, String after, String last) throws SQLException {
        return new BinaryRows(ledger, OF_RANGE.formatted(type, quoted(ledger, after), quoted(ledger, last)));
    }

    /** Those of one aggregate up to a position. */
    static BinaryRows ofAggregate(Connection ledger, String type, String id, long upTo) throws SQLException {
        return new BinaryRows(ledger, OF_ONE.formatted(quoted(ledger, type), quoted(ledger, id), upTo));
    }

    /** COPY takes no parameters. */
    private static String quoted(Connection connection, String text) throws SQLException {
        return "'" + connection.unwrap(PGConnection.class).escapeLiteral(text) + "'";
    }

    static EventRow of(BinaryRows row) {
        return new EventRow(
                row.text(), row.int8(), row.int8(), row.int8(), new Written(row.text(), row.int2(), row.jsonb()));
    }

    /** @param microseconds since 2000 */
    static Instant instant(long microseconds) {
        return EPOCH.plus(microseconds, ChronoUnit.MICROS);
    }
}
