package io.cartledger.query.ledger;

import static org.assertj.core.api.Assertions.assertThat;

import io.cartledger.command.testing.TestDatabase;
import io.cartledger.ledger.Recorded;
import java.sql.SQLException;
import java.util.List;
import java.util.stream.LongStream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** However long events are and however many do not count, no statement gives much, and no page is long. */
class LedgerEventSourceTest {

    private static final int CARTS = 10;
    private static final int EVENTS = 150;
    private static final int LONG_FROM =
            100; // the position from which on an event has 96,000 characters that cannot be compressed

    private static final String FILL = """
            insert into ledger.event (
              position, aggregate_type, aggregate_id, sequence_number, event_id, type, revision, payload, origin, recorded_at)
            select
              n, 'Cart', 'c-' || n %% %1$d, (n - 1) / %1$d, gen_random_uuid(), 'T', 1,
              jsonb_build_object('text', case when n < %2$d then 'x' else noise end), '{}', now()
            from
              generate_series(1, %3$d) n,
              (select string_agg(md5(i::text), '') as noise from generate_series(1, 3000) i) made
            """.formatted(CARTS, LONG_FROM, EVENTS);

    private static final TestDatabase DATABASE = TestDatabase.withLedger();
    private final EventSource events = new LedgerEventSource(DATABASE.as("cart_reader"));

    @BeforeAll
    static void fill() {
        DATABASE.execute(FILL);
    }

    private static List<Long> positions(EventPage page) {
        return page.events().stream().map(Recorded::position).toList();
    }

    private static List<Long> range(long from, long to) {
        return LongStream.rangeClosed(from, to).boxed().toList();
    }

    @Test
    void aPageHasAsManyAsAreWanted() throws SQLException {
        EventPage page = events.after(3, 90);

        assertThat(positions(page)).isEqualTo(range(4, 93));
        assertThat(page.isLast()).isFalse();
    }

    @Test
    void aPageOfLongEventsEndsEarly() throws SQLException {
        EventPage page = events.after(98, EVENTS);

        // A short one, ten that have less than a million bytes, and one more.
        assertThat(positions(page)).isEqualTo(range(99, 110));
        assertThat(page.isLast()).isFalse();
        assertThat(positions(events.at(range(99, 150)))).isEqualTo(range(99, 110));
    }

    @Test
    void theLastPageSaysSo() throws SQLException {
        assertThat(events.after(EVENTS - 3, 10))
                .satisfies(page -> assertThat(positions(page)).isEqualTo(range(EVENTS - 2, EVENTS)))
                .returns(true, EventPage::isLast);
        assertThat(events.after(EVENTS, 10)).isEqualTo(EventPage.NONE);
        assertThat(events.at(List.of())).isEqualTo(EventPage.NONE);
        assertThat(events.ofAggregate("Cart", "c-1", -1, 51, 100))
                .satisfies(page -> assertThat(positions(page)).containsExactly(1L, 11L, 21L, 31L, 41L, 51L))
                .returns(true, EventPage::isLast);
    }

    @Test
    void whatDoesNotCountYetIsPassedOver() throws SQLException {
        assertThat(positions(events.byAggregate("Cart", "", -1, 12, EVENTS + 1)))
                .containsExactly(10L, 1L, 11L, 2L, 12L, 3L, 4L, 5L, 6L, 7L, 8L, 9L);
        // A page has looked at no more than it may have, unless there would be nothing in it.
        assertThat(positions(events.byAggregate("Cart", "c-1", 0, 12, 2))).containsExactly(11L);
        assertThat(positions(events.byAggregate("Cart", "c-1", 1, 12, 2))).containsExactly(2L);
        assertThat(events.byAggregate("Cart", "c-9", 0, 12, 100)).isEqualTo(EventPage.NONE);
        assertThat(events.byAggregate("Cart", "", -1, 0, 100)).isEqualTo(EventPage.NONE);
    }
}
