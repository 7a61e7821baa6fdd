package io.cartledger.command.ledger;

import io.cartledger.command.testing.TestDatabase;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.List;
import java.util.UUID;
import java.util.stream.LongStream;
import org.springframework.jdbc.core.simple.JdbcClient;

/** Looks at the ledger's table, past everything that is tested. */
final class LedgerRows {

    private final JdbcClient jdbc;

    LedgerRows(TestDatabase database) {
        this.jdbc = JdbcClient.create(database.as("postgres"));
    }

    /** Each as {@code position aggregateId sequenceNumber}, by position. */
    List<String> all() {
        return jdbc.sql(
                        "select position || ' ' || aggregate_id || ' ' || sequence_number from ledger.event order by position")
                .query(String.class)
                .list();
    }

    List<Long> positions() {
        return jdbc.sql("select position from ledger.event order by position")
                .query(Long.class)
                .list();
    }

    List<Long> consecutive(int count) {
        return LongStream.rangeClosed(1, count).boxed().toList();
    }

    List<Long> sequenceNumbers(String aggregateId) {
        return jdbc.sql("select sequence_number from ledger.event where aggregate_id = ? order by position")
                .param(aggregateId)
                .query(Long.class)
                .list();
    }

    List<Long> consecutiveFromZero(String aggregateId) {
        return LongStream.range(0, sequenceNumbers(aggregateId).size()).boxed().toList();
    }

    boolean timesGoBack() {
        return jdbc.sql("""
                        select exists (
                          select from (
                            select recorded_at < lag(recorded_at) over (order by position) as back from ledger.event
                          ) e
                          where e.back)
                        """).query(Boolean.class).single();
    }

    Instant recordedAt(long position) {
        return jdbc.sql("select recorded_at from ledger.event where position = ?")
                .param(position)
                .query((row, number) -> row.getObject(1, OffsetDateTime.class).toInstant())
                .single();
    }

    UUID eventId(String aggregateId, long sequenceNumber) {
        return jdbc.sql("select event_id from ledger.event where aggregate_id = ? and sequence_number = ?")
                .params(aggregateId, sequenceNumber)
                .query(UUID.class)
                .single();
    }
}
