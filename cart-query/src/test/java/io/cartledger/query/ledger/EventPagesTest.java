package io.cartledger.query.ledger;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.cartledger.ledger.EventCodec.Written;
import io.cartledger.ledger.Recorded;
import java.sql.SQLException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;

class EventPagesTest {

    private static final int MOST = 1_000;

    private static Recorded<Written> event(long position) {
        return new Recorded<>(
                position, "Cart", "c", position, new UUID(0, position), Instant.EPOCH, "{}", new Written("T", 1, "{}"));
    }

    private final AtomicInteger readings = new AtomicInteger();

    /** @param most events on a page, whatever is wanted */
    private EventPages pages(long events, int most) {
        return new EventPages(
                (last, limit) -> {
                    readings.incrementAndGet();
                    long from = last == null ? 1 : last.position() + 1;
                    long to = Math.min(events, from + Math.min(limit, most) - 1);
                    return new EventPage(
                            LongStream.rangeClosed(from, to)
                                    .mapToObj(EventPagesTest::event)
                                    .toList(),
                            to == events);
                },
                MOST);
    }

    private static List<List<Recorded<Written>>> all(EventPages pages) throws SQLException {
        var all = new ArrayList<List<Recorded<Written>>>();
        for (List<Recorded<Written>> page = pages.next(); !page.isEmpty(); page = pages.next()) {
            all.add(page);
        }
        return all;
    }

    @Test
    void allEventsComeOnceInOrder() throws SQLException {
        List<List<Recorded<Written>>> pages = all(pages(2_750, MOST));

        assertThat(pages.stream().flatMap(List::stream).map(Recorded::position))
                .containsExactlyElementsOf(
                        LongStream.rangeClosed(1, 2_750).boxed().toList());
        assertThat(pages).extracting(List::size).containsExactly(1_000, 1_000, 750);
        assertThat(readings).hasValue(3);
    }

    @Test
    void aPageThatIsShortIsNotTheLastOne() throws SQLException {
        assertThat(all(pages(10, 4))).extracting(List::size).containsExactly(4, 4, 2);
    }

    @Test
    void thereIsNothingOfAnEmptyLedgerHoweverOftenOneAsks() throws SQLException {
        EventPages pages = pages(0, MOST);

        assertThat(pages.next()).isEmpty();
        assertThat(pages.next()).isEmpty();
    }

    @Test
    void whatFailedIsTold() {
        var failure = new SQLException("gone");
        var pages = new EventPages(
                (last, limit) -> {
                    throw failure;
                },
                MOST);

        assertThatThrownBy(pages::next).isSameAs(failure);
    }
}
