package io.cartledger.command.refusal;

import io.cartledger.cart.Caller;
import io.cartledger.command.ledger.KeyedHash;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import javax.sql.DataSource;
import org.springframework.dao.DataAccessException;
import org.springframework.jdbc.core.simple.JdbcClient;
import tools.jackson.databind.PropertyNamingStrategies;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/** Where refusals are written down, and forgotten. Any thread may use it. */
public final class RefusalTable {

    private static final String RECORD = """
            select ledger.record_refusals(?::jsonb, ?::jsonb)
            """;

    private static final String PURGE = """
            select ledger.purge_refusals(make_interval(secs => ?), ?)
            """;

    private static final JsonMapper JSON = JsonMapper.builder()
            .propertyNamingStrategy(PropertyNamingStrategies.SNAKE_CASE)
            .build();

    private final JdbcClient ledger;
    private final KeyedHash hash;

    /**
     * @param ledger connections in autocommit, of the role that runs the command side
     * @param hash hides addresses and sessions
     */
    public RefusalTable(DataSource ledger, KeyedHash hash) {
        this.ledger = JdbcClient.create(ledger);
        this.hash = hash;
    }

    /** The columns of {@code ledger.refusal_count}. */
    private record CountRow(Instant minute, String code, long refusals) {}

    /** @throws DataAccessException if it was not written, or nobody knows */
    void write(RefusalBatch batch) {
        List<ObjectNode> rows = batch.commands().stream().map(this::row).toList();
        List<CountRow> counts = batch.counts().entrySet().stream()
                .map(count ->
                        new CountRow(count.getKey().minute(), count.getKey().code(), count.getValue()))
                .toList();
        ledger.sql(RECORD)
                .params(JSON.writeValueAsString(rows), JSON.writeValueAsString(counts))
                .query(nothing -> {});
    }

    /** The columns of {@code ledger.refusal}, which are those of the command but for what is not to be read. */
    private ObjectNode row(RefusedCommand command) {
        ObjectNode row = JSON.valueToTree(command);
        row.remove(List.of("caller", "ip", "session"));
        Caller caller = command.caller();
        if (caller != null) {
            row.put("actor_kind", caller.kindName()).put("actor", caller.subject());
        }
        if (command.session() != null) {
            row.put("session_hash", hash.of(command.session()));
        }
        return row.put("ip_hash", hash.of(command.ip()));
    }

    /**
     * Forgets what is old.
     *
     * @param keep how old it has to be
     * @param most how many refusals, and how many counts, at once
     * @return how many there were
     * @throws DataAccessException if the ledger could not be reached
     */
    public int purge(Duration keep, int most) {
        return ledger.sql(PURGE)
                .params(keep.toMillis() / 1_000.0, most)
                .query(Integer.class)
                .single();
    }
}
