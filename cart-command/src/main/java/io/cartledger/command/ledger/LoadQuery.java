package io.cartledger.command.ledger;

import io.cartledger.command.ledger.Loaded.Event;
import io.cartledger.command.ledger.Loaded.Kept;
import io.cartledger.ledger.EventCodec.Written;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** Reads many aggregates by one query. */
final class LoadQuery {

    /** The limit also keeps the plan to the index, one aggregate after the other, however few rows there seem to be. */
    private static final String EVENTS = """
            cross join lateral (
              select e.sequence_number, e.event_id, e.type, e.revision, e.payload
              from ledger.event e
              where e.aggregate_type = w.aggregate_type
                and e.aggregate_id = w.aggregate_id
                and e.sequence_number > w.after
              order by e.sequence_number
              limit ?
            ) e
            """;

    private static final String WANTED = """
            unnest(?::text[], ?::text[], ?::bigint[], ?::int[])
              with ordinality as w(aggregate_type, aggregate_id, after, fold_revision, ordinal)
            """;

    private static final String WITHOUT_SNAPSHOTS = """
            select w.ordinal, e.sequence_number, e.event_id, e.type, e.revision, e.payload
            from
            """ + WANTED + EVENTS;

    /** A row without a type is a snapshot; it has no payload where it is of no use. */
    static final String WITH_SNAPSHOTS = """
            with wanted as (
              select
                w.ordinal, w.aggregate_type, w.aggregate_id, s.version, s.event_id, s.fold_revision, s.state, s.is_usable,
                case when s.is_usable then s.version else w.after end as after
              from
            """ + WANTED + """
              left join lateral (
                select
                  s.version, s.event_id, s.fold_revision, s.state,
                  s.fold_revision = w.fold_revision and exists (
                    select
                    from ledger.event e
                    where e.aggregate_type = s.aggregate_type
                      and e.aggregate_id = s.aggregate_id
                      and e.sequence_number = s.version
                      and e.event_id = s.event_id) as is_usable
                from work.snapshot s
                where s.aggregate_type = w.aggregate_type
                  and s.aggregate_id = w.aggregate_id
                  and w.fold_revision > 0
                limit 1
              ) s on true
            )
            select
              ordinal, version as sequence_number, event_id, null as type, fold_revision as revision,
              case when is_usable then state end as payload
            from wanted
            where version is not null
            union all
            select w.ordinal, e.sequence_number, e.event_id, e.type, e.revision, e.payload
            from wanted w
            """ + EVENTS;

    private LoadQuery() {}

    /**
     * Runs it.
     *
     * @param mostOfOne most events of one aggregate
     * @return for each that is wanted what there is of it, in their order
     */
    static List<Loaded> run(Connection connection, List<Load> wanted, int mostOfOne) throws SQLException {
        String sql = wanted.stream().anyMatch(Load::takesSnapshot) ? WITH_SNAPSHOTS : WITHOUT_SNAPSHOTS;
        List<Rows> found = Stream.generate(Rows::new).limit(wanted.size()).toList();
        try (PreparedStatement statement = connection.prepareStatement(sql)) {
            statement.setInt(columns(wanted).bind(statement, 1), mostOfOne);
            try (ResultSet row = statement.executeQuery()) {
                while (row.next()) {
                    found.get(row.getInt("ordinal") - 1).add(row);
                }
            }
        }
        return found.stream().map(rows -> rows.loaded(mostOfOne)).toList();
    }

    private static Columns columns(List<Load> wanted) {
        var columns = new Columns();
        var types = columns.add(String[]::new);
        var ids = columns.add(String[]::new);
        var after = columns.add(Long[]::new);
        var foldRevisions = columns.add(Integer[]::new);
        for (Load load : wanted) {
            types.add(load.aggregate().type());
            ids.add(load.aggregate().id());
            after.add(load.after());
            foldRevisions.add(load.foldRevision());
        }
        return columns;
    }

    /** Those of one aggregate; its events come in their order, because the index has them so. */
    private static final class Rows {

        private final List<Event> events = new ArrayList<>();
        private @Nullable Kept snapshot;
        private boolean ignoredSnapshot;

        void add(ResultSet row) throws SQLException {
            long sequenceNumber = row.getLong("sequence_number");
            UUID eventId = row.getObject("event_id", UUID.class);
            String type = row.getString("type");
            String payload = row.getString("payload");
            if (type != null) {
                events.add(new Event(sequenceNumber, eventId, new Written(type, row.getInt("revision"), payload)));
            } else if (payload != null) {
                snapshot = new Kept(sequenceNumber, eventId, payload);
            } else {
                ignoredSnapshot = true;
            }
        }

        Loaded loaded(int mostOfOne) {
            return new Loaded(snapshot, ignoredSnapshot, List.copyOf(events), events.size() < mostOfOne);
        }
    }
}
