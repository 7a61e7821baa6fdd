package io.cartledger.query.rebuild;

import io.cartledger.query.rebuild.Rebuild.Difference;
import io.cartledger.query.rebuild.Rebuild.Phase;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.type.TypeReference;
import tools.jackson.databind.json.JsonMapper;

/** Rebuilds, and the generation that was there before there were any. */
final class RebuildTable {

    /** Examples of earlier builds have no keys, but whole rows, which operators may not read. */
    private static final String ALL = """
            select
              coalesce(r.rebuild, g.number) as rebuild,
              coalesce(r.fold_revision, g.fold_revision) as fold_revision,
              coalesce(r.phase, 'DONE') as phase,
              coalesce(r.asked_by, 'system') as asked_by,
              coalesce(r.started_at, g.made_at) as started_at,
              case when r.rebuild is null then g.made_at else r.finished_at end as finished_at,
              coalesce(r.position, 0) as position,
              coalesce(r.head, 0) as head,
              r.differences,
              jsonb_path_query_array(r.examples, '$[*] ? (exists(@.key))') as examples,
              r.failure
            from view.rebuild r
            full join view.generation g on g.number = r.rebuild
            order by rebuild desc
            """;

    private static final String ADD = """
            insert into view.rebuild (rebuild, fold_revision, asked_by, builder, phase)
            values (?, ?, ?, ?, 'FOLDING')
            """;

    private static final String REPORT = """
            update view.rebuild
            set phase = ?, position = ?, head = ?, seen_at = clock_timestamp()
            where rebuild = ? and builder = ? and finished_at is null
            """;

    private static final String COMPARED = """
            update view.rebuild
            set compared_at = ?, differences = ?, examples = ?::jsonb
            where rebuild = ? and builder = ?
            """;

    private static final String END = """
            update view.rebuild
            set phase = ?, failure = ?, finished_at = clock_timestamp()
            where rebuild = ? and finished_at is null
            """;

    private static final String DROPPED = """
            insert into view.rebuild (rebuild, fold_revision, asked_by, builder, phase, started_at, finished_at)
            select g.number, g.fold_revision, 'system', gen_random_uuid(), 'DROPPED', g.made_at, g.made_at
            from view.generation g
            where g.number = ?
            on conflict (rebuild) do update
            set phase = 'DROPPED'
            """;

    private static final String UNDER_WAY = """
            select
              rebuild, fold_revision, asked_by, position, head,
              extract(epoch from clock_timestamp() - seen_at) as silent_seconds
            from view.rebuild
            where finished_at is null
            order by rebuild desc
            """;

    private static final JsonMapper JSON = new JsonMapper();
    private static final TypeReference<List<Difference>> DIFFERENCES = new TypeReference<>() {};

    private RebuildTable() {}

    /**
     * One that has not ended.
     *
     * @param position events folded
     * @param head of how many
     * @param silence since when its builder has not been heard of, by the database's clock
     */
    record UnderWay(int rebuild, int foldRevision, String askedBy, long position, long head, Duration silence) {}

    /** All of them, the newest first. */
    static List<Rebuild> all(Connection connection) throws SQLException {
        try (PreparedStatement statement = connection.prepareStatement(ALL);
                ResultSet row = statement.executeQuery()) {
            var all = new ArrayList<Rebuild>();
            while (row.next()) {
                all.add(rebuild(row));
            }
            return all;
        }
    }

    private static Rebuild rebuild(ResultSet row) throws SQLException {
        String examples = row.getString("examples");
        return new Rebuild(
                row.getInt("rebuild"),
                row.getInt("fold_revision"),
                Phase.valueOf(row.getString("phase")),
                row.getString("asked_by"),
                row.getObject("started_at", OffsetDateTime.class).toInstant(),
                instant(row.getObject("finished_at", OffsetDateTime.class)),
                row.getLong("position"),
                row.getLong("head"),
                null,
                null,
                row.getObject("differences", Long.class),
                examples == null ? null : JSON.readValue(examples, DIFFERENCES),
                row.getString("failure"));
    }

    private static @Nullable Instant instant(@Nullable OffsetDateTime time) {
        return time == null ? null : time.toInstant();
    }

    static void add(Connection connection, int rebuild, int foldRevision, String askedBy, UUID builder)
            throws SQLException {
        update(connection, ADD, rebuild, foldRevision, askedBy, builder);
    }

    /** @return false if somebody has ended it: its builder is to stop */
    static boolean report(Connection connection, int rebuild, UUID builder, Phase phase, long position, long head)
            throws SQLException {
        return update(connection, REPORT, phase.name(), position, head, rebuild, builder);
    }

    static void compared(Connection connection, int rebuild, UUID builder, long at, Comparison.Result result)
            throws SQLException {
        update(connection, COMPARED, at, result.total(), JSON.writeValueAsString(result.examples()), rebuild, builder);
    }

    /** @return false if it has ended before */
    static boolean end(Connection connection, int rebuild, Phase how, @Nullable String failure) throws SQLException {
        return update(connection, END, how.name(), failure, rebuild);
    }

    /** What it has made is about to be; the first generation was made by none, and is noted all the same. */
    static void dropped(Connection connection, int rebuild) throws SQLException {
        update(connection, DROPPED, rebuild);
    }

    /** Those of every fold, the newest first: one at most, unless somebody has written there by hand. */
    static List<UnderWay> underWay(Connection connection) throws SQLException {
        try (PreparedStatement statement = connection.prepareStatement(UNDER_WAY);
                ResultSet row = statement.executeQuery()) {
            var underWay = new ArrayList<UnderWay>();
            while (row.next()) {
                underWay.add(new UnderWay(
                        row.getInt("rebuild"),
                        row.getInt("fold_revision"),
                        row.getString("asked_by"),
                        row.getLong("position"),
                        row.getLong("head"),
                        Duration.ofMillis(Math.round(1_000 * row.getDouble("silent_seconds")))));
            }
            return underWay;
        }
    }

    private static boolean update(Connection connection, String sql, @Nullable Object... parameters)
            throws SQLException {
        try (PreparedStatement statement = connection.prepareStatement(sql)) {
            for (int i = 0; i < parameters.length; i++) {
                statement.setObject(i + 1, parameters[i]);
            }
            return statement.executeUpdate() == 1;
        }
    }
}
