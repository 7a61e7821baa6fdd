package io.cartledger.query.verify;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.List;
import java.util.UUID;

/** What holds of the ledger whatever its events say: the order of positions and times, and names that are given once. */
final class LedgerOrder {

    private static final int ROWS_AT_ONCE = 1_000;

    private static final String ORDER = """
            select e.position, e.previous, e.aggregate_type, e.aggregate_id, e.recorded_at, e.recorded_before
            from (
              select
                position, aggregate_type, aggregate_id, recorded_at,
                lag(position, 1, 0::bigint) over w as previous,
                lag(recorded_at) over w as recorded_before
              from ledger.event
              window w as (order by position)
            ) e
            where e.position <> e.previous + 1
              or e.recorded_at < e.recorded_before
              or e.aggregate_type not in ('Cart', 'Customer')
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

    LedgerOrder(Findings findings) {
        this.findings = findings;
    }

    /** Positions follow each other from 1 on, and times do not go back. */
    void checkOrder(Connection ledger) throws SQLException {
        try (PreparedStatement statement = prepare(ledger, ORDER);
                ResultSet row = statement.executeQuery()) {
            while (row.next()) {
                checkOrder(row);
            }
        }
    }

    private void checkOrder(ResultSet row) throws SQLException {
        long position = row.getLong("position");
        long previous = row.getLong("previous");
        String type = row.getString("aggregate_type");
        String id = row.getString("aggregate_id");
        if (position != previous + 1) {
            findings.add(Finding.of(
                    "positions",
                    type,
                    id,
                    position,
                    position <= previous
                            ? "there are two events at this position"
                            : "positions " + (previous + 1) + " to " + (position - 1) + " before it are missing"));
        }
        String before = row.getString("recorded_before");
        String at = row.getString("recorded_at");
        if (before != null && row.getTimestamp("recorded_at").before(row.getTimestamp("recorded_before"))) {
            findings.add(Finding.of(
                    "times", type, id, position, "recorded at " + at + ", and position " + previous + " at " + before));
        }
        if (!List.of("Cart", "Customer").contains(type)) {
            findings.add(Finding.of("events", type, id, position, "nothing is known of aggregates of this type"));
        }
    }

    /** No event has another one's id. */
    void checkIds(Connection ledger) throws SQLException {
        try (PreparedStatement statement = prepare(ledger, TWICE);
                ResultSet row = statement.executeQuery()) {
            while (row.next()) {
                String detail = row.getObject("event_id", UUID.class) + " is the id of the event at position "
                        + row.getLong("first") + " already";
                addAt(ledger, row.getLong("last"), detail);
            }
        }
    }

    private void addAt(Connection ledger, long position, String detail) throws SQLException {
        try (PreparedStatement statement = ledger.prepareStatement(AT)) {
            statement.setLong(1, position);
            try (ResultSet row = statement.executeQuery()) {
                row.next();
                findings.add(Finding.of("event-ids", row.getString(1), row.getString(2), position, detail));
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
