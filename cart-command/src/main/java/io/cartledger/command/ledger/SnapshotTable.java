package io.cartledger.command.ledger;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.util.Collection;

/** Where snapshots are kept. They are read by {@link LoadQuery}. */
final class SnapshotTable {

    /** Only of what is in the ledger. The newest to come replaces what is there, which may be of a ledger that was restored. */
    private static final String WRITE = """
            insert into work.snapshot (aggregate_type, aggregate_id, version, event_id, fold_revision, state)
            select s.aggregate_type, s.aggregate_id, s.version, e.event_id, s.fold_revision, s.state::jsonb
            from unnest(?::text[], ?::text[], ?::bigint[], ?::text[], ?::int[], ?::text[])
              as s(aggregate_type, aggregate_id, version, event_id, fold_revision, state)
            join ledger.event e
              on e.aggregate_type = s.aggregate_type
              and e.aggregate_id = s.aggregate_id
              and e.sequence_number = s.version
              and e.event_id = s.event_id::uuid
            on conflict (aggregate_type, aggregate_id) do update
            set
              version = excluded.version,
              event_id = excluded.event_id,
              fold_revision = excluded.fold_revision,
              state = excluded.state
            """;

    private SnapshotTable() {}

    /**
     * Keeps them.
     *
     * @param snapshots one of an aggregate at most
     * @return how many there are now
     */
    static int write(Connection connection, Collection<Snapshot> snapshots) throws SQLException {
        var columns = new Columns();
        var types = columns.add(String[]::new);
        var ids = columns.add(String[]::new);
        var versions = columns.add(Long[]::new);
        var eventIds = columns.add(String[]::new);
        var foldRevisions = columns.add(Integer[]::new);
        var states = columns.add(String[]::new);
        for (Snapshot snapshot : snapshots) {
            types.add(snapshot.aggregate().type());
            ids.add(snapshot.aggregate().id());
            versions.add(snapshot.version());
            eventIds.add(snapshot.eventId().toString());
            foldRevisions.add(States.revision(snapshot.aggregate()));
            states.add(States.write(snapshot.state()));
        }
        try (PreparedStatement statement = connection.prepareStatement(WRITE)) {
            columns.bind(statement, 1);
            return statement.executeUpdate();
        }
    }
}
