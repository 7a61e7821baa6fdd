package io.cartledger.command.refusal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.cartledger.cart.Caller;
import io.cartledger.command.ledger.KeyedHash;
import io.cartledger.command.testing.TestDatabase;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.nio.charset.StandardCharsets;
import java.sql.Connection;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executors;
import org.junit.jupiter.api.Test;
import org.springframework.jdbc.core.simple.JdbcClient;

/** What was refused is written down, within bounds, and nothing waits for it. */
class RefusalRecorderTest {

    private static final KeyedHash HASH = new KeyedHash("key".getBytes(StandardCharsets.US_ASCII));
    private static final Instant NOON = Instant.parse("2026-11-24T12:00:00.123456Z");
    private static final int PER_SECOND = 50;

    /** When the write that waits began to do so. */
    private static final String WAITING_SINCE = """
            select waitstart::text
            from pg_locks
            where relation = 'ledger.refusal'::regclass
              and waitstart is not null
            """;

    private final TestDatabase database = TestDatabase.withLedger();
    private final JdbcClient reader = JdbcClient.create(database.as("cart_reader"));
    private final SimpleMeterRegistry meters = new SimpleMeterRegistry();

    private RefusalRecorder recorder(int mostCounts) {
        var table = new RefusalTable(database.as("cart_command"), HASH);
        return new RefusalRecorder(table, PER_SECOND, mostCounts, meters);
    }

    private static RefusedCommand refused(Instant receivedAt, String code, String sku) {
        var caller = new Caller(Caller.Kind.CUSTOMER, "4421");
        return new RefusedCommand(
                receivedAt,
                code,
                422,
                "POST",
                "/carts/{cartId}/items",
                "c-1",
                "DRN-7X~a",
                sku,
                caller,
                "storefront",
                "203.0.113.7",
                "session-1",
                "r-1");
    }

    private static RefusedCommand refused() {
        return refused(NOON, "invalid-value", "DRN-7X");
    }

    private long rows() {
        return reader.sql("select count(*) from ledger.refusal")
                .query(Long.class)
                .single();
    }

    private long counted() {
        return reader.sql("select coalesce(sum(refusals), 0) from ledger.refusal_count")
                .query(Long.class)
                .single();
    }

    private Optional<String> waitingSince() {
        return JdbcClient.create(database.as("postgres"))
                .sql(WAITING_SINCE)
                .query(String.class)
                .optional();
    }

    private double outcome(String outcome) {
        return meters.counter("cart.refusals", "code", "invalid-value", "outcome", outcome)
                .count();
    }

    @Test
    void supportFindsWhoWhenWhatAndWhyButNoAddress() {
        try (var recorder = recorder(10)) {
            recorder.start();
            recorder.record(refused());
        }

        assertThat(reader.sql("select * from ledger.refusal").query().singleRow())
                .containsEntry("code", "invalid-value")
                .containsEntry("status", 422)
                .containsEntry("method", "POST")
                .containsEntry("route", "/carts/{cartId}/items")
                .containsEntry("cart_id", "c-1")
                .containsEntry("item_id", "DRN-7X~a")
                .containsEntry("sku", "DRN-7X")
                .containsEntry("actor_kind", "customer")
                .containsEntry("actor", "4421")
                .containsEntry("client", "storefront")
                .containsEntry("request_id", "r-1");
        assertThat(reader.sql("""
                        select received_at = ?::timestamptz
                          and encode(ip_hash, 'hex') = ?
                          and encode(session_hash, 'hex') = ?
                          and to_jsonb(r)::text not like '%203.0.113.7%'
                        from ledger.refusal r
                        """)
                        .params(NOON.toString(), HASH.of("203.0.113.7"), HASH.of("session-1"))
                        .query(Boolean.class)
                        .single())
                .isTrue();
        assertThat(outcome("recorded")).isEqualTo(1);
    }

    @Test
    void whatIsNotKnownIsNull() {
        try (var recorder = recorder(10)) {
            recorder.start();
            recorder.record(new RefusedCommand(
                    NOON, "overloaded", 503, "POST", null, null, null, null, null, null, "::1", null, "r-1"));
        }

        assertThat(reader.sql("""
                        select num_nulls(route, cart_id, item_id, sku, actor_kind, actor, client, session_hash)
                        from ledger.refusal
                        """).query(Integer.class).single()).isEqualTo(8);
    }

    @Test
    void whatComesBeyondTheBoundIsCountedByMinuteAndCodeFromManyThreads() throws Exception {
        try (var recorder = recorder(10)) {
            recordFromManyThreads(recorder, 8, 250);

            recorder.start();
        }

        assertThat(rows()).isEqualTo(PER_SECOND);
        assertThat(counted()).isEqualTo(2_000 - PER_SECOND);
        assertThat(reader.sql(
                                "select minute = '2026-11-24T12:00Z' and code = 'invalid-value' from ledger.refusal_count")
                        .query(Boolean.class)
                        .single())
                .isTrue();
        assertThat(outcome("recorded")).isEqualTo(PER_SECOND);
        assertThat(outcome("counted")).isEqualTo(2_000 - PER_SECOND);
    }

    private static void recordFromManyThreads(RefusalRecorder recorder, int threads, int each) throws Exception {
        var start = new CountDownLatch(1);
        try (var executor = Executors.newFixedThreadPool(threads)) {
            for (int i = 0; i < threads; i++) {
                executor.submit(() -> {
                    start.await();
                    for (int j = 0; j < each; j++) {
                        recorder.record(refused());
                    }
                    return null;
                });
            }
            start.countDown();
        }
    }

    @Test
    void theBoundIsThereAgainAfterASecondAndCountsAddUp() throws Exception {
        try (var recorder = recorder(10)) {
            recordFromManyThreads(recorder, 2, 100);
            recorder.start();
            await().until(() -> counted() == 200 - PER_SECOND);

            recordFromManyThreads(recorder, 2, 100);
        }

        assertThat(rows()).isBetween(2L * PER_SECOND, 3L * PER_SECOND);
        assertThat(rows() + counted()).isEqualTo(400);
    }

    @Test
    void nobodyWaitsWhileTheDatabaseDoesNotAnswerAndNothingIsLost() throws Exception {
        try (var recorder = recorder(10)) {
            try (Connection holder = database.unpooledAs("postgres").getConnection();
                    var statement = holder.createStatement()) {
                holder.setAutoCommit(false);
                statement.execute("lock table ledger.refusal in exclusive mode");
                recorder.start();
                recorder.record(refused());
                String waitingSince =
                        await().until(this::waitingSince, Optional::isPresent).orElseThrow();

                for (int i = 0; i < 999; i++) {
                    recorder.record(refused());
                }

                assertThat(waitingSince()).contains(waitingSince);
                await().until(this::waitingSince, Optional::isEmpty); // given up, and kept
                holder.rollback();
            }
            await().atMost(Duration.ofSeconds(20)).until(() -> rows() + counted() == 1_000);
        }

        assertThat(rows()).isEqualTo(1 + PER_SECOND);
        assertThat(counted()).isEqualTo(999 - PER_SECOND);
    }

    @Test
    void whatIsKeptInMemoryIsBoundedToo() {
        try (var recorder = recorder(2)) {
            for (int i = 0; i < PER_SECOND; i++) {
                recorder.record(refused());
            }
            for (int minute = 0; minute < 5; minute++) {
                recorder.record(refused(NOON.plus(Duration.ofMinutes(minute)), "invalid-value", "DRN-7X"));
            }
            recorder.record(refused());
            recorder.start();
        }

        assertThat(counted()).isEqualTo(3);
        assertThat(outcome("lost")).isEqualTo(3);
    }

    @Test
    void whatTheDatabaseCannotTakeDoesNotStandInTheWayOfTheRest() {
        try (var recorder = recorder(10)) {
            for (int i = 1; i < PER_SECOND; i++) {
                recorder.record(refused());
            }
            recorder.record(refused(NOON, "invalid-value", "\0"));
            recorder.record(refused()); // more than there is room for
            recorder.start();
            await().until(() -> outcome("lost") == 1);

            recorder.record(refused());
        }

        assertThat(rows()).isEqualTo(PER_SECOND);
        assertThat(counted()).isEqualTo(1);
        assertThat(outcome("recorded")).isEqualTo(PER_SECOND);
    }

    @Test
    void whatNoOtherTryWouldMendIsNotKept() {
        try (var recorder = recorder(10)) {
            database.execute("revoke execute on function ledger.record_refusals from cart_command");
            recorder.record(refused());
            recorder.start();
            await().until(() -> outcome("lost") == 1);

            database.execute("grant execute on function ledger.record_refusals to cart_command");
            recorder.record(refused());
        }

        assertThat(rows()).isEqualTo(1);
    }

    @Test
    void whatIsOldIsForgottenInSteps() {
        var table = new RefusalTable(database.as("cart_command"), HASH);
        try (var recorder = recorder(10)) {
            for (int i = 0; i < PER_SECOND + 1; i++) {
                recorder.record(refused(Instant.now().minus(Duration.ofDays(2)), "invalid-value", "DRN-7X"));
            }
            recorder.start();
            await().until(() -> counted() == 1);
            recorder.record(refused(Instant.now(), "cart-closed", "DRN-7X"));
        }

        int first = table.purge(Duration.ofDays(1), PER_SECOND - 10);
        int second = table.purge(Duration.ofDays(1), PER_SECOND - 10);
        int third = table.purge(Duration.ofDays(1), PER_SECOND - 10);

        assertThat(first).isEqualTo(PER_SECOND - 10 + 1); // the count, too
        assertThat(second).isEqualTo(10);
        assertThat(third).isZero();
        assertThat(reader.sql("select code from ledger.refusal")
                        .query(String.class)
                        .single())
                .isEqualTo("cart-closed");
        assertThat(counted()).isZero();
    }
}
