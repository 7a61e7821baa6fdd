package io.cartledger.query.verify;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.UUID;

/** What holds of the ledger whatever its events say: the order of positions and times, and names that are given once. */
final class LedgerOrder {

    private static final int ROWS_AT_ONCE = 1_000;

    private static final String ORDER = """
            select position, recorded_at
            from ledger.event
            order by position
            """;

    /** In three ranges of an index, which reads no other event. */
    private static final String UNKNOWN = """
            select position, aggregate_type, aggregate_id
            from ledger.event
            where aggregate_type < 'Cart'
              or aggregate_type > 'Cart' and aggregate_type < 'Customer'
              or aggregate_type > 'Customer'
            """;

    private static final String TWICE = """
            select event_id, min(position) as first, max(position) as last
            from ledger.event
            group by event_id
            having count(*) > 1
            """;

    private static final String AT = """
            select aggregate_type, aggregate_id
            from ledger.event
            where position = ?
            """;

    /** A key's row is written by the append that it names; events of earlier builds do not know the key. */
    private static final String KEYS = """
            select
              k.key, k.aggregate_type, k.aggregate_id, k.version, e.position,
              e.recorded_at is distinct from k.recorded_at as other_append
            from ledger.command_key k
            left join ledger.event e
              on e.aggregate_type = k.aggregate_type
              and e.aggregate_id = k.aggregate_id
              and e.sequence_number = k.version
            where k.version >= 0 and e.position is null
              or k.effects @> '["CHANGED"]'
                and (e.recorded_at <> k.recorded_at or e.origin ->> 'idempotencyKey' <> k.key)
            """;

    private final Findings findings;
    private final Stopping stopping;

    LedgerOrder(Scope scope) {
        this.findings = scope.findings();
        this.stopping = scope.stopping();
    }

    /** Positions follow each other from 1 on, and times do not go back. */
    void checkOrder(Connection ledger) throws SQLException {
        var misplaced = new ArrayList<Misplaced>();
        long others = 0;
        try (var rows = new BinaryRows(ledger, ORDER, stopping)) {
            var previous = new Place(0, Long.MIN_VALUE);
            while (rows.next()) {
                var place = new Place(rows.int8(), rows.int8());
                if (!place.follows(previous)) {
                    if (misplaced.size() < Findings.MOST_TOLD) {
                        misplaced.add(new Misplaced(previous, place));
                    } else {
                        others++;
                    }
                }
                previous = place;
            }
        }
        for (Misplaced event : misplaced) {
            find(ledger, event);
        }
        findings.addUntold(others);
    }

    /** @param recordedAt in microseconds since 2000 */
    private record Place(long position, long recordedAt) {

        boolean follows(Place previous) {
            return position == previous.position + 1 && recordedAt >= previous.recordedAt;
        }
    }

    private record Misplaced(Place previous, Place place) {}

    private void find(Connection ledger, Misplaced event) throws SQLException {
        long position = event.place().position();
        long previous = event.previous().position();
        if (position != previous + 1) {
            addAt(
                    ledger,
                    "positions",
                    position,
                    position <= previous
                            ? "there are two events at this position"
                            : "positions " + (previous + 1) + " to " + (position - 1) + " before it are missing");
        }
        long recordedAt = event.place().recordedAt();
        long before = event.previous().recordedAt();
        if (recordedAt < before) {
            addAt(
                    ledger,
                    "times",
                    position,
                    "recorded at " + EventRow.instant(recordedAt) + ", and position " + previous + " at "
                            + EventRow.instant(before));
        }
    }

    /** There are no events but those of carts and of customers' files. */
    void checkTypes(Connection ledger) throws SQLException {
        try (PreparedStatement statement = prepare(ledger, UNKNOWN);
                ResultSet row = statement.executeQuery()) {
            while (row.next()) {
                findings.add(Finding.of(
                        "events",
                        row.getString("aggregate_type"),
                        row.getString("aggregate_id"),
                        row.getLong("position"),
                        "nothing is known of aggregates of this type"));
            }
        }
    }

    /** No event has another one's id. */
    void checkIds(Connection ledger) throws SQLException {
        try (PreparedStatement statement = prepare(ledger, TWICE);
                ResultSet row = statement.executeQuery()) {
            while (row.next()) {
                String detail = row.getObject("event_id", UUID.class) + " is the id of the event at position "
                        + row.getLong("first") + " already";
                addAt(ledger, "event-ids", row.getLong("last"), detail);
            }
        }
    }

    private void addAt(Connection ledger, String check, long position, String detail) throws SQLException {
        try (PreparedStatement statement = ledger.prepareStatement(AT)) {
            statement.setLong(1, position);
            try (ResultSet row = statement.executeQuery()) {
                row.next();
                findings.add(Finding.of(check, row.getString(1), row.getString(2), position, detail));
            }
        }
    }

    /** What is answered to a command that is sent again is there. */
    void checkKeys(Connection ledger) throws SQLException {
        try (PreparedStatement statement = prepare(ledger, KEYS);
                ResultSet row = statement.executeQuery()) {
            while (row.next()) {
                long position = row.getLong("position");
                boolean missing = row.wasNull();
                String what = "key " + row.getString("key") + " stands for version " + row.getLong("version") + ", ";
                findings.add(Finding.of(
                        "command-keys",
                        row.getString("aggregate_type"),
                        row.getString("aggregate_id"),
                        missing ? null : position,
                        what
                                + (missing
                                        ? "which there is not"
                                        : row.getBoolean("other_append")
                                                ? "which was recorded at another time"
                                                : "which was made under another key")));
            }
        }
    }

    private static PreparedStatement prepare(Connection ledger, String sql) throws SQLException {
        PreparedStatement statement = ledger.prepareStatement(sql);
        statement.setFetchSize(ROWS_AT_ONCE);
        return statement;
    }
}
