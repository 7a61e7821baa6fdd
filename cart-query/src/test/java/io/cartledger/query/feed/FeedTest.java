package io.cartledger.query.feed;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.cartledger.cart.InvalidValueException;
import io.cartledger.command.testing.TestDatabase;
import io.cartledger.command.testing.TestSeals;
import io.cartledger.query.consistency.LiveView;
import io.cartledger.query.consistency.ViewReader;
import io.cartledger.query.ledger.EventsUnavailableException;
import io.cartledger.query.ledger.LedgerEventSource;
import io.cartledger.query.ledger.ShortPages;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.stream.LongStream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Which events a query is answered with, in which order, and what happens to who cannot be answered. */
class FeedTest {

    private static final int EVENTS = 1_234;
    private static final Instant START = Instant.parse("2026-01-31T12:00:00Z");

    /** Three carts that change in turn, ten milliseconds apart; every hundredth change removes something. */
    private static final String FILL = """
            insert into ledger.event (
              position, aggregate_type, aggregate_id, sequence_number, event_id, type, revision, payload, origin, recorded_at)
            select
              n, 'Cart', 'c-' || n %% 3, (n - 1) / 3, gen_random_uuid(), case when n %% 100 = 0 then 'ItemRemoved' else 'QuantityChanged' end,
              1, '{"itemId": "A", "lineQuantity": 1}', '{}', '%s'::timestamptz + n * interval '10 milliseconds'
            from generate_series(1, %d) n
            """;

    private static final TestDatabase DATABASE = TestDatabase.withLedger();

    private static final ViewReader NOT_ASKED = new ViewReader(DATABASE.as("cart_view"), new LiveView(), Duration.ZERO);

    private final Feed feed =
            new Feed(new ShortPages(new LedgerEventSource(DATABASE.as("cart_view"))), NOT_ASKED, new TestSeals());

    @BeforeAll
    static void fill() {
        DATABASE.execute(FILL.formatted(START, EVENTS));
    }

    @Test
    void everythingComesOnceAndInOrder() {
        assertThat(positions(FeedQuery.of(null, null, null, null, null, null)))
                .isEqualTo(LongStream.rangeClosed(1, EVENTS).boxed().toList());
    }

    @ParameterizedTest
    @CsvSource({"0, 1", "1, 2", "499, 500", "500, 501", "1233, 1234"})
    void whoHasACursorGoesOnBehindIt(long after, long first) {
        List<Long> positions = positions(FeedQuery.of(cursor(after), null, null, null, null, null));

        assertThat(positions)
                .isEqualTo(LongStream.rangeClosed(first, EVENTS).boxed().toList());
    }

    @Test
    void whoIsAtTheEndGetsNothing() {
        FeedQuery query = FeedQuery.of(cursor(EVENTS), null, null, null, null, null);

        assertThat(positions(query)).isEmpty();
        assertThat(feed.range(query)).isEqualTo(new Range(EVENTS, EVENTS));
    }

    @Test
    void aCursorOfWhatIsNotThereYetIsRefused() {
        FeedQuery query = FeedQuery.of(cursor(EVENTS + 1), null, null, null, null, null);

        assertThatThrownBy(() -> feed.range(query))
                .isInstanceOf(InvalidValueException.class)
                .hasMessageStartingWith("after lies behind the end of this ledger");
    }

    @Test
    void noMoreComesThanTheLimitSays() {
        FeedQuery all = FeedQuery.of(cursor(10), null, null, null, null, 3L);
        FeedQuery some = FeedQuery.of(cursor(10), List.of("ItemRemoved"), null, null, null, 3L);
        FeedQuery many = FeedQuery.of(cursor(10), null, null, null, null, Long.MAX_VALUE);

        assertThat(positions(all)).containsExactly(11L, 12L, 13L);
        assertThat(feed.range(all)).isEqualTo(new Range(10, 13));
        assertThat(positions(some)).containsExactly(100L, 200L, 300L);
        assertThat(feed.range(some)).isEqualTo(new Range(10, EVENTS));
        assertThat(positions(many)).hasSize(EVENTS - 10);
    }

    @Test
    void aTypeIsFoundOverAllPages() {
        assertThat(positions(FeedQuery.of(cursor(150), List.of("ItemRemoved"), null, null, null, null)))
                .containsExactly(200L, 300L, 400L, 500L, 600L, 700L, 800L, 900L, 1000L, 1100L, 1200L);
    }

    @Test
    void aCartsEventsComeInOrderFromACursorOfWhateverEvent() {
        FeedQuery query = FeedQuery.of(cursor(700), List.of("ItemRemoved", "QuantityChanged"), "c-1", null, null, 2L);

        assertThat(positions(FeedQuery.of(null, null, "c-1", null, null, null)))
                .isEqualTo(LongStream.rangeClosed(1, EVENTS)
                        .filter(n -> n % 3 == 1)
                        .boxed()
                        .toList());
        assertThat(positions(query)).containsExactly(703L, 706L);
        assertThat(positions(FeedQuery.of(null, null, "c-9", null, null, null))).isEmpty();
    }

    /** In milliseconds after the start, when event n comes at 10 n. */
    @ParameterizedTest
    @CsvSource({
        "100, 130, 10, 12", // what is recorded at the end is the next one's
        "100.001, 130.001, 11, 13",
        "100.0001, 129.9999, 11, 12",
        "-5000, 25, 1, 2",
        "12330, , 1233, 1234"
    })
    void timesAreFromTheFirstAndBeforeTheLast(double from, @Nullable Double to, long first, long last) {
        FeedQuery query =
                FeedQuery.of(null, null, null, at(from).toString(), to == null ? null : at(to).toString(), null);

        assertThat(positions(query))
                .isEqualTo(LongStream.rangeClosed(first, last).boxed().toList());
    }

    @Test
    void whatIsAskedForFromTheFutureIsNotThereAndUpToTheFutureIsAllThereIs() {
        String future = Instant.now().plus(Duration.ofDays(1)).toString();

        assertThat(positions(FeedQuery.of(null, null, null, future, null, null)))
                .isEmpty();
        assertThat(positions(FeedQuery.of(cursor(EVENTS - 1), null, null, null, future, null)))
                .containsExactly((long) EVENTS);
    }

    @Test
    void whoHasPassedTheEndOfTheirTimeGetsNothingAndStaysWhereTheyAre() {
        FeedQuery query = FeedQuery.of(cursor(20), null, null, null, at(100).toString(), null);

        assertThat(feed.range(query)).isEqualTo(new Range(20, 20));
    }

    @Test
    void whereEventsAreMissingTheFeedBreaksOff() {
        var out = new ByteArrayOutputStream();
        FeedQuery query = FeedQuery.of(null, null, null, null, null, null);

        assertThatThrownBy(() -> feed.write(query, new Range(0, EVENTS + 1), false, out))
                .isInstanceOf(IllegalStateException.class)
                .hasMessageContaining("events are missing");
        assertThat(out.toString(StandardCharsets.UTF_8).lines()).hasSize(EVENTS - 1); // its whole pages, of three
    }

    @Test
    void whereTheLedgerCannotBeReadTheFeedBreaksOff() {
        var unreadable =
                new Feed(new ShortPages(new LedgerEventSource(DATABASE.as("cart_vault"))), NOT_ASKED, new TestSeals());
        FeedQuery query = FeedQuery.of(null, null, null, null, null, null);

        assertThatThrownBy(() -> unreadable.range(query)).isInstanceOf(EventsUnavailableException.class);
        assertThatThrownBy(() -> unreadable.write(query, new Range(0, 1), false, OutputStream.nullOutputStream()))
                .isInstanceOf(EventsUnavailableException.class);
    }

    @Test
    void soManyMayReadAtOnceAndNoMore() throws Exception {
        var reading = new CountDownLatch(16);
        var goOn = new CountDownLatch(1);
        FeedQuery query = FeedQuery.of(null, null, null, null, null, 1L);
        var slow = new OutputStream() {
            @Override
            public void write(int octet) {
                throw new AssertionError("lines are written in pieces");
            }

            @Override
            public void write(byte[] bytes, int start, int length) throws IOException {
                reading.countDown();
                await(goOn);
            }
        };
        List<Thread> readers = LongStream.range(0, 16)
                .mapToObj(n -> Thread.startVirtualThread(() -> write(query, slow)))
                .toList();
        reading.await();

        assertThatThrownBy(() -> feed.write(query, feed.range(query), false, OutputStream.nullOutputStream()))
                .isInstanceOf(FeedBusyException.class);
        goOn.countDown();
        for (Thread reader : readers) {
            reader.join();
        }
        assertThat(positions(query)).containsExactly(1L);
    }

    private static void await(CountDownLatch latch) throws IOException {
        try {
            latch.await();
        } catch (InterruptedException e) {
            throw new IOException(e);
        }
    }

    private static String cursor(long position) {
        return new FeedCursor(position).text();
    }

    private static Instant at(double millis) {
        return START.plusNanos(Math.round(millis * 1e6));
    }

    private List<Long> positions(FeedQuery query) {
        var out = new ByteArrayOutputStream();
        write(query, out);
        return out.toString(StandardCharsets.UTF_8)
                .lines()
                .map(line -> line.replaceFirst(".*\"cursor\":\"(.*?)\".*", "$1"))
                .map(cursor -> FeedCursor.parse("cursor", cursor).position())
                .toList();
    }

    private void write(FeedQuery query, OutputStream out) {
        try {
            feed.write(query, feed.range(query), false, out);
        } catch (IOException e) {
            throw new AssertionError(e);
        }
    }
}
