package io.cartledger.command.ledger;

import io.cartledger.cart.Excess;
import io.cartledger.cart.Sku;
import io.cartledger.command.ledger.AppendLostException.AggregateMovedException;
import io.cartledger.command.ledger.AppendLostException.KeyTakenException;
import io.cartledger.command.ledger.AppendLostException.LimitReachedException;
import io.cartledger.command.ledger.AppendLostException.OpenCartTakenException;
import io.cartledger.command.ledger.Moves.LimitMove;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** One call of {@code ledger.append}: a batch as {@link AppendColumns}, and the answer read back. */
final class AppendCall {

    /** Both in one transaction and one round trip. */
    private static final String SQL = """
            select set_config('lock_timeout', ?, true);

            select head, recorded_at, verdicts
            from ledger.append(
              ?, ?, ?,
              ?, ?, ?, ?, ?,
              ?, ?, ?, ?, ?, ?, ?,
              ?, ?, ?, ?, ?, ?, ?, ?,
              ?, ?, ?, ?, ?,
              ?, ?, ?, ?, ?, ?, ?, ?,
              ?, ?, ?, ?, ?,
              ?)
            """;

    /** Shorter than a connection waits for any answer, or nobody would hear that nothing was written. */
    private static final Duration LONGEST_WAIT = Duration.ofSeconds(4);

    private static final JsonMapper JSON = new JsonMapper();

    /**
     * What came of a batch.
     *
     * @param headBefore the ledger's last position before it
     * @param head and after it
     * @param results one for each member
     */
    record Answer(long headBefore, long head, List<AppendResult> results) {}

    private final List<Append> batch;

    private AppendCall(List<Append> batch) {
        this.batch = batch;
    }

    /**
     * Runs it in the connection's transaction; in autocommit, the answer means committed.
     *
     * @param deadline until when it waits for the appends before it
     */
    static Answer execute(Connection connection, List<Append> batch, Duration period, Deadline deadline)
            throws SQLException {
        return new AppendCall(batch).execute(connection, period, deadline);
    }

    private Answer execute(Connection connection, Duration period, Deadline deadline) throws SQLException {
        try (PreparedStatement call = connection.prepareStatement(SQL)) {
            call.setString(1, waitUntil(deadline));
            call.setInt(2, batch.size());
            int next = AppendColumns.of(batch).bind(call, 3);
            call.setLong(next, period.toSeconds());
            call.execute();
            call.getMoreResults();
            try (ResultSet row = call.getResultSet()) {
                row.next();
                return answer(row);
            }
        }
    }

    /** @throws OutcomeUnknownException if it cannot be understood: it may be committed by then */
    private Answer answer(ResultSet row) throws SQLException {
        try {
            return answer(
                    row.getLong("head"),
                    row.getObject("recorded_at", OffsetDateTime.class).toInstant(),
                    verdicts(row.getString("verdicts")));
        } catch (RuntimeException e) {
            throw new OutcomeUnknownException(e);
        }
    }

    /** For how long PostgreSQL may wait for the appends before: its {@code lock_timeout}, in milliseconds. */
    static String waitUntil(Deadline deadline) {
        long left = deadline.left().toMillis();
        return Long.toString(Math.clamp(left, 1, LONGEST_WAIT.toMillis())); // 0 would be for ever
    }

    private Answer answer(long headBefore, Instant recordedAt, Map<Integer, JsonNode> verdicts) {
        var results = new ArrayList<AppendResult>();
        long position = headBefore;
        for (int member = 1; member <= batch.size(); member++) {
            JsonNode verdict = verdicts.get(member);
            if (verdict != null && verdict.has("lost")) {
                results.add(new AppendResult.Lost(cause(verdict, batch.get(member - 1))));
            } else {
                position += batch.get(member - 1).eventCount();
                results.add(new AppendResult.Committed(new Receipt(position, recordedAt), excess(verdict)));
            }
        }
        return new Answer(headBefore, position, results);
    }

    private static Map<Integer, JsonNode> verdicts(String json) {
        var verdicts = new HashMap<Integer, JsonNode>();
        for (JsonNode verdict : JSON.readTree(json)) {
            verdicts.put(verdict.get("member").intValue(), verdict);
        }
        return verdicts;
    }

    private static AppendLostException cause(JsonNode verdict, Append append) {
        String why = verdict.get("lost").stringValue();
        return switch (why) {
            case "moved" ->
                new AggregateMovedException(new AggregateKey(
                        verdict.get("type").stringValue(), verdict.get("id").stringValue()));
            case "key-taken" -> new KeyTakenException();
            case "open-cart" -> new OpenCartTakenException(verdict.get("cart").stringValue());
            case "limit" -> limitReached(verdict, append);
            default -> throw new IllegalStateException("ledger.append says " + why);
        };
    }

    private static LimitReachedException limitReached(JsonNode verdict, Append append) {
        String sku = verdict.get("sku").stringValue();
        LimitMove move = append.moves().limitUse().stream()
                .filter(checked -> checked.checked() && checked.sku().equals(sku))
                .findFirst()
                .orElseThrow();
        long besides = verdict.get("used").longValue() + move.open() + move.ordered() - move.added();
        return new LimitReachedException(new Sku(sku), verdict.get("allowed").longValue(), besides, move.added());
    }

    private static List<Excess> excess(@Nullable JsonNode verdict) {
        return verdict == null ? List.of() : excess(verdict.get("excess").toString());
    }

    /** @param json an array as {@code ledger.append} makes it */
    static List<Excess> excess(String json) {
        return List.of(JSON.readValue(json, Excess[].class));
    }
}
