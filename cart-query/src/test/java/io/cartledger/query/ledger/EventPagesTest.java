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
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;

class EventPagesTest {

    private static final int SHORT = 100;
    private static final int LONG = 1 << 20; // characters
    private static final int MOST = 1_000;

    private static Recorded<Written> event(long position, int characters) {
        return new Recorded<>(
                position,
                "Cart",
                "c",
                position,
                new UUID(0, position),
                Instant.EPOCH,
                "",
                new Written("T", 1, "x".repeat(characters)));
    }

    /** @param longOnes from which position on events are long */
    private static EventPages pages(long events, long longOnes) {
        return new EventPages(
                (last, limit) -> {
                    long from = last == null ? 1 : last.position() + 1;
                    return LongStream.rangeClosed(from, Math.min(events, from + limit - 1))
                            .mapToObj(position -> event(position, position < longOnes ? SHORT : LONG))
                            .toList();
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
    void allEventsComeOnceInOrderOnPagesThatGrow() throws SQLException {
        List<List<Recorded<Written>>> pages = all(pages(3_000, Long.MAX_VALUE));

        assertThat(pages.stream().flatMap(List::stream).map(Recorded::position))
                .containsExactlyElementsOf(
                        LongStream.rangeClosed(1, 3_000).boxed().toList());
        assertThat(pages).extracting(List::size).containsExactly(250, 1_000, 1_000, 750);
    }

    @Test
    void thereAreFewLongEventsOnAPage() throws SQLException {
        List<List<Recorded<Written>>> pages = all(pages(280, 250));

        assertThat(pages).extracting(List::size).containsExactly(250, 4, 4, 4, 4, 4, 4, 4, 2);
    }

    @Test
    void thereIsNothingOfAnEmptyLedgerHoweverOftenOneAsks() throws SQLException {
        EventPages pages = pages(0, 1);

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
