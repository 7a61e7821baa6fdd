package io.cartledger.query.history;

import io.cartledger.query.generation.ViewConnection;
import io.cartledger.query.history.ChangeEntry.Actor;
import io.cartledger.query.history.ChangeEntry.ChangedLine;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SequencedMap;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** Reads changes with their lines, of positions that a query has found. */
public final class ChangeRows {

    private static final String CHANGES = """
            select
              position, cart_id, customer, version, type, recorded_at, received_at, channel, actor_kind, actor, client,
              request_id, correlation_id, causation_id, idempotency_key, ticket,
              case when ? then reason end as reason,
              case when ? then host(ip) end as ip,
              case when ? then session end as session,
              case when ? then user_agent end as user_agent
            from view_n.change
            where position = any (?::bigint[])
            """;

    private static final int PERSONAL_COLUMNS = 4;

    private static final String LINES = """
            select position, item_id, sku, quantity_before, quantity_after
            from view_n.change_line
            where position = any (?::bigint[])
            order by position, item_id
            """;

    private ChangeRows() {}

    /**
     * Those of the changes that there are, by position, in the order in which they are asked for.
     *
     * @param positions as many as a page has
     * @param personal whether what is personal is read, too
     */
    public static SequencedMap<Long, ChangeEntry> at(ViewConnection view, Collection<Long> positions, boolean personal)
            throws SQLException {
        if (positions.isEmpty()) {
            return new LinkedHashMap<>();
        }
        Long[] wanted = positions.toArray(Long[]::new);
        Map<Long, ChangeEntry> found = changes(view, wanted, personal, lines(view, wanted));
        var inOrder = new LinkedHashMap<Long, ChangeEntry>();
        for (Long position : positions) {
            ChangeEntry change = found.get(position);
            if (change != null) {
                inOrder.put(position, change);
            }
        }
        return inOrder;
    }

    private static Map<Long, List<ChangedLine>> lines(ViewConnection view, Long[] positions) throws SQLException {
        try (PreparedStatement statement = view.prepare(LINES)) {
            statement.setObject(1, positions);
            var lines = new HashMap<Long, List<ChangedLine>>();
            try (ResultSet row = statement.executeQuery()) {
                while (row.next()) {
                    lines.computeIfAbsent(row.getLong("position"), position -> new ArrayList<>())
                            .add(new ChangedLine(
                                    row.getString("item_id"),
                                    row.getString("sku"),
                                    row.getInt("quantity_before"),
                                    row.getInt("quantity_after")));
                }
            }
            return lines;
        }
    }

    private static Map<Long, ChangeEntry> changes(
            ViewConnection view, Long[] positions, boolean personal, Map<Long, List<ChangedLine>> lines)
            throws SQLException {
        try (PreparedStatement statement = view.prepare(CHANGES)) {
            for (int i = 1; i <= PERSONAL_COLUMNS; i++) {
                statement.setBoolean(i, personal);
            }
            statement.setObject(PERSONAL_COLUMNS + 1, positions);
            var changes = new HashMap<Long, ChangeEntry>();
            try (ResultSet row = statement.executeQuery()) {
                while (row.next()) {
                    long position = row.getLong("position");
                    changes.put(position, change(row, lines.getOrDefault(position, List.of())));
                }
            }
            return changes;
        }
    }

    private static ChangeEntry change(ResultSet row, List<ChangedLine> lines) throws SQLException {
        return new ChangeEntry(
                row.getString("cart_id"),
                row.getString("customer"),
                row.getLong("version"),
                row.getString("type"),
                row.getObject("recorded_at", OffsetDateTime.class).toInstant(),
                instant(row.getObject("received_at", OffsetDateTime.class)),
                row.getString("channel"),
                actor(row.getString("actor_kind"), row.getString("actor")),
                row.getString("client"),
                row.getString("request_id"),
                row.getString("correlation_id"),
                row.getObject("causation_id", UUID.class),
                row.getString("idempotency_key"),
                row.getString("ticket"),
                row.getString("reason"),
                row.getString("ip"),
                row.getString("session"),
                row.getString("user_agent"),
                lines);
    }

    private static @Nullable Instant instant(@Nullable OffsetDateTime time) {
        return time == null ? null : time.toInstant();
    }

    /** Events of earlier builds have none. */
    private static @Nullable Actor actor(@Nullable String kind, @Nullable String id) {
        return kind == null || id == null ? null : new Actor(kind, id);
    }
}
