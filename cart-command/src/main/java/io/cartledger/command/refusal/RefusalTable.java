package io.cartledger.command.refusal;

import io.cartledger.cart.Caller;
import io.cartledger.command.ledger.KeyedHash;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import javax.sql.DataSource;
import org.jspecify.annotations.Nullable;
import org.springframework.dao.DataAccessException;
import org.springframework.jdbc.core.simple.JdbcClient;
import tools.jackson.databind.PropertyNamingStrategies;
import tools.jackson.databind.json.JsonMapper;

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

    /** The columns of {@code ledger.refusal}. */
    private record Row(
            Instant receivedAt,
            String code,
            int status,
            String method,
            @Nullable String route,
            @Nullable String cartId,
            @Nullable String itemId,
            @Nullable String sku,
            @Nullable String actorKind,
            @Nullable String actor,
            @Nullable String client,
            String ipHash,
            @Nullable String sessionHash,
            String requestId) {}

    /** The columns of {@code ledger.refusal_count}. */
    private record CountRow(Instant minute, String code, long refusals) {}

    /** @throws DataAccessException if it was not written, or nobody knows */
    void write(RefusalBatch batch) {
        List<Row> rows = batch.commands().stream().map(this::row).toList();
        List<CountRow> counts = batch.counts().entrySet().stream()
                .map(count ->
                        new CountRow(count.getKey().minute(), count.getKey().code(), count.getValue()))
                .toList();
        ledger.sql(RECORD)
                .params(JSON.writeValueAsString(rows), JSON.writeValueAsString(counts))
                .query(nothing -> {});
    }

    private Row row(RefusedCommand command) {
        Caller caller = command.caller();
        return new Row(
                command.receivedAt(),
                command.code(),
                command.status(),
                command.method(),
                command.route(),
                command.cartId(),
                command.itemId(),
                command.sku(),
                caller == null ? null : caller.kindName(),
                caller == null ? null : caller.subject(),
                command.client(),
                hash.of(command.ip()),
                command.session() == null ? null : hash.of(command.session()),
                command.requestId());
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
