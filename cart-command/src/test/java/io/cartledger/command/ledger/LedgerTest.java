package io.cartledger.command.ledger;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.cartledger.command.ledger.Append.NewEvent;
import io.cartledger.command.ledger.Append.Stream;
import io.cartledger.command.ledger.AppendLostException.AggregateMovedException;
import io.cartledger.command.testing.TestDatabase;
import io.cartledger.command.testing.TestLedger;
import io.cartledger.ledger.EventCodec.Written;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What a ledger must do, whoever writes and on whichever PostgreSQL. */
class LedgerTest {

    private static final AggregateKey A = new AggregateKey("Cart", "a");
    private static final AggregateKey B = new AggregateKey("Cart", "b");

    private static TestDatabase database;
    private static LedgerRows rows;
    private static Ledger ledger;

    @BeforeAll
    static void aLedger() {
        database = TestDatabase.withLedger();
        rows = new LedgerRows(database);
        ledger = TestLedger.on(database.as("cart_command"));
    }

    @BeforeEach
    void withoutEvents() {
        database.execute("truncate ledger.event");
    }

    @Test
    void positionsAreConsecutiveFromOneInTheOrderOfEvents() {
        Receipt first = ledger.submit(append(stream(A, null, -1, 3)), soon(), Turn.NONE)
                .get()
                .receipt();
        Receipt second = ledger.submit(append(stream(B, null, -1, 1)), soon(), Turn.NONE)
                .get()
                .receipt();

        assertThat(first.position()).isEqualTo(3);
        assertThat(second.position()).isEqualTo(4);
        assertThat(rows.all()).containsExactly("1 a 0", "2 a 1", "3 a 2", "4 b 0");
    }

    @Test
    void timeNeverGoesBack() {
        ledger.submit(append(stream(A, null, -1, 1)), soon(), Turn.NONE).get().receipt();
        database.execute("update ledger.event set recorded_at = now() + interval '1 hour'");

        Receipt next = ledger.submit(append(stream(B, null, -1, 1)), soon(), Turn.NONE)
                .get()
                .receipt();

        assertThat(next.recordedAt()).isEqualTo(rows.recordedAt(1));
    }

    @Test
    void whoWasDecidedOnAnOlderEventIsLostAndWritesNothing() {
        Stream opened = stream(A, null, -1, 1);
        ledger.submit(append(opened), soon(), Turn.NONE).get().receipt();
        ledger.submit(append(stream(A, lastId(opened), 0, 1)), soon(), Turn.NONE)
                .get()
                .receipt();

        assertThatThrownBy(() -> ledger.submit(
                                append(stream(A, lastId(opened), 0, 1), stream(B, null, -1, 1)), soon(), Turn.NONE)
                        .get()
                        .receipt())
                .isInstanceOf(AggregateMovedException.class);

        assertThat(rows.all()).containsExactly("1 a 0", "2 a 1");
    }

    @Test
    void aSequenceNumberIsNoIdentity() {
        ledger.submit(append(stream(A, null, -1, 1)), soon(), Turn.NONE).get().receipt();

        assertThatThrownBy(() -> ledger.submit(append(stream(A, UUID.randomUUID(), 0, 1)), soon(), Turn.NONE)
                        .get()
                        .receipt())
                .isInstanceOf(AggregateMovedException.class);
    }

    @Test
    void anAggregateIsMadeOnce() {
        ledger.submit(append(stream(A, null, -1, 1)), soon(), Turn.NONE).get().receipt();

        assertThatThrownBy(() -> ledger.submit(append(stream(A, null, -1, 1)), soon(), Turn.NONE)
                        .get()
                        .receipt())
                .isInstanceOf(AggregateMovedException.class);
    }

    @Test
    void inABatchAMemberMayBuildOnTheOneBeforeIt() {
        Stream first = stream(A, null, -1, 2);
        Stream second = stream(A, lastId(first), 1, 1);

        List<AppendResult> results = appendAll(List.of(append(first), append(second)));

        assertThat(results).allMatch(AppendResult.Committed.class::isInstance);
        assertThat(rows.all()).containsExactly("1 a 0", "2 a 1", "3 a 2");
    }

    @Test
    void inABatchWhoBuiltOnALostMemberIsLostWithItAndNobodyElse() {
        Stream opened = stream(A, null, -1, 1);
        ledger.submit(append(opened), soon(), Turn.NONE).get().receipt();
        Stream lost = stream(A, UUID.randomUUID(), 0, 1);
        Stream builtOnLost = stream(A, lastId(lost), 1, 1);
        Stream innocent = stream(B, null, -1, 1);
        Stream retried = stream(A, lastId(opened), 0, 1);

        List<AppendResult> results =
                appendAll(List.of(append(lost), append(builtOnLost), append(innocent), append(retried)));

        assertThat(results.stream().map(AppendResult.Lost.class::isInstance)).containsExactly(true, true, false, false);
        assertThat(rows.all()).containsExactly("1 a 0", "2 b 0", "3 a 1");
        assertThat(rows.eventId("a", 1)).isEqualTo(lastId(retried));
        assertThat(((AppendResult.Committed) results.get(3)).receipt().position())
                .isEqualTo(3);
    }

    @Test
    void aLongChainThatBuiltOnALostMemberIsLostWhole() {
        var batch = new ArrayList<Append>();
        UUID last = UUID.randomUUID();
        for (int i = 0; i < 300; i++) {
            Stream link = stream(A, last, i, 1);
            batch.add(append(link));
            last = lastId(link);
        }
        batch.add(append(stream(B, null, -1, 1)));

        List<AppendResult> results = appendAll(batch);

        assertThat(results.subList(0, 300)).allMatch(AppendResult.Lost.class::isInstance);
        assertThat(rows.all()).containsExactly("1 b 0");
    }

    @Test
    void theLedgerNumbersEventsItselfAndTakesNobodysWord() {
        ledger.submit(append(stream(A, null, 41, 2)), soon(), Turn.NONE).get().receipt();

        assertThat(rows.all()).containsExactly("1 a 0", "2 a 1");
    }

    @Test
    void inABatchTheSecondOfTwoThatWereDecidedOnTheSameEventIsLost() {
        List<AppendResult> results = appendAll(List.of(append(stream(A, null, -1, 1)), append(stream(A, null, -1, 1))));

        assertThat(results.stream().map(AppendResult.Lost.class::isInstance)).containsExactly(false, true);
    }

    @Test
    void aMemberOfTwoAggregatesIsTakenWholeOrNotAtAllAndSoIsWhoBuiltOnIt() {
        ledger.submit(append(stream(A, null, -1, 1)), soon(), Turn.NONE).get().receipt();
        Stream lostHalf = stream(A, UUID.randomUUID(), 0, 1);
        Stream goodHalf = stream(B, null, -1, 1);
        Stream builtOnGoodHalf = stream(B, lastId(goodHalf), 0, 1);

        List<AppendResult> results = appendAll(List.of(append(goodHalf, lostHalf), append(builtOnGoodHalf)));

        assertThat(results).allMatch(AppendResult.Lost.class::isInstance);
        assertThat(rows.all()).containsExactly("1 a 0");
    }

    @Test
    void aMemberThatOnlyLookedIsLostIfWhatItSawHasMovedOn() {
        Stream opened = stream(A, null, -1, 1);
        ledger.submit(append(opened), soon(), Turn.NONE).get().receipt();

        List<AppendResult> results =
                appendAll(List.of(append(stream(A, lastId(opened), 0, 0)), append(stream(A, UUID.randomUUID(), 0, 0))));

        assertThat(results.stream().map(AppendResult.Lost.class::isInstance)).containsExactly(false, true);
    }

    @Test
    void whatADecisionRestsOnIsConfirmedOnlyWhileItIsTheNewest() {
        Stream opened = stream(A, null, -1, 1);
        Receipt receipt = ledger.submit(append(opened), soon(), Turn.NONE).get().receipt();

        assertThat(ledger.submit(append(stream(A, lastId(opened), 0, 0)), soon(), Turn.NONE)
                        .get()
                        .receipt()
                        .position())
                .isEqualTo(receipt.position());
        assertThat(ledger.submit(append(stream(B, null, -1, 0)), soon(), Turn.NONE)
                        .get()
                        .receipt()
                        .position())
                .isEqualTo(receipt.position());
        assertThatThrownBy(() -> ledger.submit(append(stream(A, null, -1, 0)), soon(), Turn.NONE)
                        .get())
                .isInstanceOf(AggregateMovedException.class);
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 2})
    void anyNumberOfWritersLeaveNoGapAndNoDouble(int writers) throws Exception {
        int threads = 8;
        int appends = 40;
        var start = new CountDownLatch(1);
        var done = new ArrayList<Future<Integer>>();
        try (var executor = Executors.newVirtualThreadPerTaskExecutor()) {
            for (int thread = 0; thread < threads; thread++) {
                Ledger own = thread % writers == 0 ? ledger : TestLedger.on(database.as("cart_command"));
                done.add(executor.submit(() -> {
                    start.await();
                    return appendRacing(own, appends);
                }));
            }
            start.countDown();
        }

        int taken = 0;
        for (Future<Integer> appended : done) {
            taken += appended.get();
        }
        assertThat(rows.positions()).hasSize(taken).isEqualTo(rows.consecutive(taken));
        assertThat(rows.sequenceNumbers("a")).isEqualTo(rows.consecutiveFromZero("a"));
        assertThat(rows.timesGoBack()).isFalse();
    }

    /** All threads append to one aggregate, each on what it last saw. */
    private int appendRacing(Ledger own, int appends) {
        int taken = 0;
        Turn turn = Turn.NONE;
        for (int i = 0; i < appends; i++) {
            var seen = own.read(A, 0, Long.MAX_VALUE);
            UUID last = seen.isEmpty() ? null : seen.getLast().eventId();
            try {
                own.submit(append(stream(A, last, seen.size() - 1, 1)), soon(), turn)
                        .get()
                        .receipt();
                taken++;
            } catch (AggregateMovedException e) {
                turn = e.turn(); // what is counted is who was told of success
            }
        }
        return taken;
    }

    private List<AppendResult> appendAll(List<Append> batch) {
        try (Connection connection = database.as("cart_command").getConnection()) {
            return AppendCall.execute(connection, batch, Duration.ofDays(30), soon())
                    .results();
        } catch (SQLException e) {
            throw new IllegalStateException(e);
        }
    }

    private static Deadline soon() {
        return Deadline.in(Duration.ofSeconds(10));
    }

    private static Append append(Stream... streams) {
        return new Append(List.of(streams));
    }

    private static Stream stream(AggregateKey aggregate, @Nullable UUID decidedOn, long version, int events) {
        var written = new ArrayList<NewEvent>();
        for (int i = 0; i < events; i++) {
            var event = version + i < 0 ? new Written("CartOpened", 1, "{}") : new Written("CartCleared", 1, "{}");
            written.add(new NewEvent(UUID.randomUUID(), event, "{}"));
        }
        return new Stream(aggregate, decidedOn, version, written);
    }

    private static UUID lastId(Stream stream) {
        return stream.events().getLast().eventId();
    }
}
