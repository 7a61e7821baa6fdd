package io.cartledger.query.burst;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.OffsetDateTime;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import javax.sql.DataSource;

/**
 * Reads {@code ledger.refusal}, which may be in another database than the read model.
 *
 * @param ledger connections that may
 */
record RefusedSource(DataSource ledger) {

    private static final String REFUSALS = """
            select refusal_id, received_at, code, cart_id, coalesce(item_id, sku) as item, actor_kind, actor, client,
              session_hash is not null as session_hashed, request_id
            from ledger.refusal
            """;

    private static final String AFTER = REFUSALS + """
            where refusal_id > ?
            order by refusal_id
            limit ?
            """;

    private static final String THESE = REFUSALS + """
            where refusal_id = any (?::bigint[])
            order by refusal_id
            """;

    /** Those of higher numbers that are there now; others may still come between them. */
    List<Refused> after(long refusalId, int limit) throws SQLException {
        try (Connection connection = ledger.getConnection();
                PreparedStatement statement = connection.prepareStatement(AFTER)) {
            statement.setLong(1, refusalId);
            statement.setInt(2, limit);
            return refused(statement);
        }
    }

    /** Those of these that are there. */
    List<Refused> these(Collection<Long> refusalIds) throws SQLException {
        if (refusalIds.isEmpty()) {
            return List.of();
        }
        try (Connection connection = ledger.getConnection();
                PreparedStatement statement = connection.prepareStatement(THESE)) {
            statement.setObject(1, refusalIds.toArray(Long[]::new));
            return refused(statement);
        }
    }

    private static List<Refused> refused(PreparedStatement statement) throws SQLException {
        try (ResultSet row = statement.executeQuery()) {
            var refused = new ArrayList<Refused>();
            while (row.next()) {
                refused.add(new Refused(
                        row.getLong("refusal_id"),
                        row.getObject("received_at", OffsetDateTime.class).toInstant(),
                        row.getString("code"),
                        row.getString("cart_id"),
                        row.getString("item"),
                        row.getString("actor_kind"),
                        row.getString("actor"),
                        row.getString("client"),
                        row.getBoolean("session_hashed"),
                        row.getString("request_id")));
            }
            return refused;
        }
    }
}
