package io.cartledger.command.ledger;

import static org.assertj.core.api.Assertions.assertThat;

import io.cartledger.command.testing.TestDatabase;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.time.OffsetDateTime;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import org.awaitility.Awaitility;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.jdbc.core.simple.JdbcClient;

/** The ledger as it was at an instant has the same last position whenever and wherever it is asked for. */
class PositionAtTest {

    private static final OffsetDateTime START = OffsetDateTime.parse("2026-03-01T12:00:00Z");

    private TestDatabase database;
    private JdbcClient reader;

    @BeforeEach
    void anEmptyLedger() {
        database = TestDatabase.withLedger();
        reader = JdbcClient.create(database.as("cart_reader"));
    }

    @Test
    void anEmptyLedgerHasNoPositionAtAnyTime() {
        assertThat(positionAt(START)).isZero();
    }

    @Test
    void theLastEventRecordedByThenCounts() {
        var random = new Random(4711);
        var times = new ArrayList<OffsetDateTime>();
        OffsetDateTime time = START;
        for (int position = 1; position <= 100; position++) {
            time = time.plusSeconds(random.nextInt(3)); // several share a time, as the events of one append do
            times.add(time);
            append(position, time);
        }

        for (int second = -1; second <= 250; second++) {
            OffsetDateTime asked = START.plusSeconds(second);
            assertThat(positionAt(asked))
                    .as("at %s", asked)
                    .isEqualTo(times.stream().filter(at -> !at.isAfter(asked)).count());
        }
    }

    @Test
    void whatIsNotPastHasNoAnswerYet() {
        assertThat(positionAt(OffsetDateTime.now(START.getOffset()).plusHours(1)))
                .isNull();
    }

    @Test
    void anAppendUnderWayIsWaitedFor() throws SQLException {
        append(1, START);
        OffsetDateTime asked = OffsetDateTime.now(START.getOffset()).minusNanos(1_000_000);
        try (Connection appending = database.as("cart_owner").getConnection()) {
            appending.setAutoCommit(false);
            appending.createStatement().execute("lock table ledger.append_lock in exclusive mode");
            appending.createStatement().execute(insert(2, asked));

            CompletableFuture<@Nullable Long> answer = CompletableFuture.supplyAsync(() -> positionAt(asked));
            Awaitility.await().atMost(Duration.ofSeconds(5)).until(this::somebodyWaits);
            appending.commit();

            assertThat(answer.join()).isEqualTo(2);
        }
    }

    @Test
    void whatIsOlderThanTheNewestEventWaitsForNobody() throws SQLException {
        append(1, START);
        append(2, START.plusSeconds(1));
        try (Connection appending = database.as("cart_owner").getConnection()) {
            appending.setAutoCommit(false);
            appending.createStatement().execute("lock table ledger.append_lock in exclusive mode");

            assertThat(positionAt(START)).isEqualTo(1);
        }
    }

    private boolean somebodyWaits() {
        return reader.sql("select exists (select from pg_locks where not granted)")
                .query(Boolean.class)
                .single();
    }

    private @Nullable Long positionAt(OffsetDateTime instant) {
        List<@Nullable Long> rows = reader.sql("select p.position from ledger.position_at(?) p")
                .param(instant)
                .query((row, number) -> row.getObject(1, Long.class))
                .list();
        return rows.getFirst();
    }

    private void append(long position, OffsetDateTime recordedAt) {
        database.execute(insert(position, recordedAt));
    }

    private static String insert(long position, OffsetDateTime recordedAt) {
        return """
                insert into ledger.event (
                  position, aggregate_type, aggregate_id, sequence_number, event_id, type, revision, payload, origin,
                  recorded_at)
                values (%d, 'Cart', 'c-%d', 0, gen_random_uuid(), 'CartOpened', 1, '{}', '{}', '%s')
                """.formatted(position, position, recordedAt);
    }
}
