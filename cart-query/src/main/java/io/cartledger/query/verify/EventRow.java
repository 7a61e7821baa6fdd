package io.cartledger.query.verify;

import io.cartledger.ledger.EventCodec.Written;
import io.cartledger.ledger.RecordedOrigin;
import io.cartledger.ledger.Sealed;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Optional;

/**
 * An event as it is in the ledger, with nothing opened that is sealed.
 *
 * @param recordedAt in microseconds since 2000, as PostgreSQL sends it
 * @param originJson where it came from
 */
record EventRow(String id, long sequenceNumber, long position, long recordedAt, Written event, String originJson) {

    private static final Instant EPOCH = Instant.parse("2000-01-01T00:00:00Z");

    private static final long MICROSECONDS = 1_000_000; // in a second

    private static final String EVENTS = """
            select aggregate_id, sequence_number, position, recorded_at, type, revision, payload, origin
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
    static BinaryRows ofRange(Connection ledger, String type, String after, String last, Stopping stopping)
            throws SQLException {
        return new BinaryRows(
                ledger,
                OF_RANGE.formatted(type, BinaryRows.quoted(ledger, after), BinaryRows.quoted(ledger, last)),
                stopping);
    }

    /** Those of one aggregate up to a position. */
    static BinaryRows ofAggregate(Connection ledger, String type, String id, long upTo, Stopping stopping)
            throws SQLException {
        return new BinaryRows(
                ledger,
                OF_ONE.formatted(BinaryRows.quoted(ledger, type), BinaryRows.quoted(ledger, id), upTo),
                stopping);
    }

    static EventRow of(BinaryRows row) {
        return new EventRow(
                row.text(),
                row.int8(),
                row.int8(),
                row.int8(),
                new Written(row.text(), row.int2(), row.jsonb()),
                row.jsonb());
    }

    /**
     * Where it came from, as far as that is not sealed. Where only the event says something of somebody, the subject is
     * the event's, as in the read model.
     *
     * @throws tools.jackson.core.JacksonException if it is no origin
     */
    RecordedOrigin origin() {
        RecordedOrigin origin = RecordedOrigin.read(originJson, closed -> Optional.empty());
        return origin.subject() != null
                ? origin
                : new RecordedOrigin(
                        origin.origin(), Sealed.keysIn(event.json()).findFirst().orElse(null));
    }

    /** @param microseconds since 2000 */
    static Instant instant(long microseconds) {
        return EPOCH.plus(microseconds, ChronoUnit.MICROS);
    }

    /** Since 2000, rounded as PostgreSQL does it that reads the time as a text. */
    static long microseconds(Instant time) {
        return (time.getEpochSecond() - EPOCH.getEpochSecond()) * MICROSECONDS
                + (long) Math.rint(time.getNano() / 1e9 * MICROSECONDS);
    }
}
