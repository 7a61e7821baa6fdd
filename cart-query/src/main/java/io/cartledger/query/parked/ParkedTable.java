package io.cartledger.query.parked;

import io.cartledger.query.generation.ViewConnection;
import io.cartledger.query.rows.RowSink;
import io.cartledger.query.rows.RowStatement;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** What is parked in the read model. */
public final class ParkedTable {

    private static final String ALL = """
            select aggregate_type, aggregate_id
            from view_n.parked
            """;

    private static final String SHOWN = """
            select aggregate_type, aggregate_id, position, cause, parked_at, discarded_at, discarded_by, discard_reason
            from view_n.parked
            """;

    private static final String LIST = SHOWN + "order by position";
    private static final String ONE = SHOWN + "where aggregate_type = ? and aggregate_id = ?";

    private static final String DISCARD = """
            update view_n.parked
            set discarded_at = now(), discarded_by = ?, discard_reason = ?
            where aggregate_type = ? and aggregate_id = ?
            """;

    private static final String DELETE = """
            delete from view_n.parked
            where aggregate_type = ? and aggregate_id = ?
            """;

    private static final String WAITING = """
            select count(*)
            from view_n.parked
            where discarded_at is null
            """;

    private static final String FIRST_WAITING = """
            select min(position)
            from view_n.parked
            where discarded_at is null
            """;

    private static final RowStatement<Parked> ADD = new RowStatement<Parked>("view_n.parked", """
            insert into view_n.parked (aggregate_type, aggregate_id, position, cause)
            select n.aggregate_type, n.aggregate_id, n.position, n.cause
            from unnest(?::text[], ?::text[], ?::bigint[], ?::text[]) n(aggregate_type, aggregate_id, position, cause)
            """)
            .text("aggregate_type", parked -> parked.aggregate().type())
            .text("aggregate_id", parked -> parked.aggregate().id())
            .bigint("position", Parked::position)
            .text("cause", Parked::cause);

    private ParkedTable() {}

    /**
     * @param position of the event that could not be folded
     * @param cause what was wrong with it
     */
    public record Parked(Aggregate aggregate, long position, String cause) {}

    /** All of them, also those that nobody waits for any more. */
    public static Set<Aggregate> all(ViewConnection view) throws SQLException {
        try (PreparedStatement statement = view.prepare(ALL);
                ResultSet row = statement.executeQuery()) {
            var all = new HashSet<Aggregate>();
            while (row.next()) {
                all.add(new Aggregate(row.getString("aggregate_type"), row.getString("aggregate_id")));
            }
            return all;
        }
    }

    /** How many somebody waits for. */
    public static int waiting(ViewConnection view) throws SQLException {
        try (PreparedStatement statement = view.prepare(WAITING);
                ResultSet row = statement.executeQuery()) {
            row.next();
            return row.getInt(1);
        }
    }

    /** The first event that somebody waits for; empty for none. */
    public static OptionalLong firstWaiting(ViewConnection view) throws SQLException {
        try (PreparedStatement statement = view.prepare(FIRST_WAITING);
                ResultSet row = statement.executeQuery()) {
            row.next();
            long position = row.getLong(1);
            return row.wasNull() ? OptionalLong.empty() : OptionalLong.of(position);
        }
    }

    /** Adds them. */
    public static void add(RowSink sink, List<Parked> parked) throws SQLException {
        sink.take(ADD, parked);
    }

    /** All of them, by position. */
    public static List<ParkedJson> list(ViewConnection view) throws SQLException {
        return shown(view, LIST);
    }

    /** What is known of this one; empty if it is not parked. */
    static Optional<ParkedJson> find(ViewConnection view, Aggregate aggregate) throws SQLException {
        return shown(view, ONE, aggregate.type(), aggregate.id()).stream().findFirst();
    }

    private static List<ParkedJson> shown(ViewConnection view, String sql, String... parameters) throws SQLException {
        try (PreparedStatement statement = view.prepare(sql)) {
            for (int i = 0; i < parameters.length; i++) {
                statement.setString(i + 1, parameters[i]);
            }
            var parked = new ArrayList<ParkedJson>();
            try (ResultSet row = statement.executeQuery()) {
                while (row.next()) {
                    parked.add(new ParkedJson(
                            row.getString("aggregate_type"),
                            row.getString("aggregate_id"),
                            row.getLong("position"),
                            row.getString("cause"),
                            row.getObject("parked_at", OffsetDateTime.class).toInstant(),
                            instant(row.getObject("discarded_at", OffsetDateTime.class)),
                            row.getString("discarded_by"),
                            row.getString("discard_reason")));
                }
            }
            return parked;
        }
    }

    private static @Nullable Instant instant(@Nullable OffsetDateTime time) {
        return time == null ? null : time.toInstant();
    }

    /** Nobody waits for it any more. */
    static void discard(ViewConnection view, Aggregate aggregate, String by, String reason) throws SQLException {
        update(view, DISCARD, by, reason, aggregate.type(), aggregate.id());
    }

    /** It is parked no longer. */
    public static void delete(ViewConnection view, Aggregate aggregate) throws SQLException {
        update(view, DELETE, aggregate.type(), aggregate.id());
    }

    private static void update(ViewConnection view, String sql, String... parameters) throws SQLException {
        try (PreparedStatement statement = view.prepare(sql)) {
            for (int i = 0; i < parameters.length; i++) {
                statement.setString(i + 1, parameters[i]);
            }
            statement.executeUpdate();
        }
    }
}
