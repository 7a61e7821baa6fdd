package io.cartledger.query.burst;

import io.cartledger.query.burst.FoundBurst.FoundCommand;
import io.cartledger.query.burst.FoundBurst.Sender;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** Reads the commands of bursts. */
final class FoundCommands {

    private static final String CHANGED = "changed";
    private static final String REPLAYED = "replayed";
    private static final String REFUSED = "refused";

    private static final String READ = """
            select burst, received_at, outcome, version, channel, actor_kind, actor, client, request_id, causation_id,
              idempotency_key, host(ip) as ip, session, user_agent, address_hashed, session_hashed
            from view.burst_command
            where burst = any (?::bigint[])
            order by burst, received_at, command
            """;

    private FoundCommands() {}

    /**
     * By the numbers of their bursts.
     *
     * @param personal whether what is personal is told
     */
    static Map<Long, List<FoundCommand>> of(Connection view, List<FoundBurst> bursts, boolean personal)
            throws SQLException {
        Map<Long, Instant> beginnings = new HashMap<>();
        bursts.forEach(burst -> beginnings.put(burst.burst(), burst.beganAt()));
        Map<Long, List<FoundCommand>> found = new HashMap<>();
        try (PreparedStatement statement = view.prepareStatement(READ)) {
            statement.setObject(1, beginnings.keySet().toArray(Long[]::new));
            try (ResultSet row = statement.executeQuery()) {
                while (row.next()) {
                    long burst = row.getLong("burst");
                    Instant receivedAt =
                            row.getObject("received_at", OffsetDateTime.class).toInstant();
                    double offset = BurstSearch.millis(beginnings.getOrDefault(burst, receivedAt), receivedAt);
                    found.computeIfAbsent(burst, number -> new ArrayList<>())
                            .add(command(row, receivedAt, offset, personal));
                }
            }
        }
        return found;
    }

    private static FoundCommand command(ResultSet row, Instant receivedAt, double offset, boolean personal)
            throws SQLException {
        String outcome = row.getString("outcome");
        boolean refused = !outcome.equals(CHANGED) && !outcome.equals(REPLAYED);
        return new FoundCommand(
                offset,
                receivedAt,
                refused ? REFUSED : outcome,
                refused ? outcome : null,
                row.getObject("version", Long.class),
                row.getString("channel"),
                sender(row.getString("actor_kind"), row.getString("actor")),
                row.getString("client"),
                row.getString("request_id"),
                row.getObject("causation_id", UUID.class),
                row.getString("idempotency_key"),
                personal ? row.getString("ip") : null,
                (personal && row.getBoolean("address_hashed")) ? true : null,
                personal ? row.getString("session") : null,
                (personal && row.getBoolean("session_hashed")) ? true : null,
                personal ? row.getString("user_agent") : null);
    }

    private static @Nullable Sender sender(@Nullable String kind, @Nullable String id) {
        return kind == null || id == null ? null : new Sender(kind, id);
    }
}
