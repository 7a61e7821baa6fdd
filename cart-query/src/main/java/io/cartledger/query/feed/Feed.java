package io.cartledger.query.feed;

import io.cartledger.cart.InvalidValueException;
import io.cartledger.ledger.EventCodec.Written;
import io.cartledger.ledger.Recorded;
import io.cartledger.ledger.Seals;
import io.cartledger.query.consistency.Freshness;
import io.cartledger.query.consistency.ViewReader;
import io.cartledger.query.ledger.EventSource;
import io.cartledger.query.ledger.EventsUnavailableException;
import io.cartledger.query.parked.ParkedTable;
import java.io.IOException;
import java.io.OutputStream;
import java.sql.SQLException;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.OptionalLong;
import java.util.concurrent.Semaphore;
import org.springframework.stereotype.Component;

/**
 * Writes what the ledger holds at the pace of whoever takes the lines, page by page.
 *
 * <p>Any thread may use it.
 */
@Component
final class Feed {

    /** Who reads the whole ledger reads for minutes; the places of the others must be left. */
    private static final int MOST_READERS = 16;

    private final EventSource events;
    private final ViewReader view;
    private final Seals seals;
    private final Semaphore places = new Semaphore(MOST_READERS);

    Feed(EventSource events, ViewReader view, Seals seals) {
        this.events = events;
        this.view = view;
        this.seals = seals;
    }

    /**
     * The part of the ledger that a query is about, as things are now.
     *
     * @throws InvalidValueException if the query begins behind the end of the ledger
     * @throws EventsUnavailableException if the ledger cannot be read
     * @throws io.cartledger.query.consistency.ViewBehindException if the read model, which knows of SKUs and customers,
     *     does not get there in time
     */
    Range range(FeedQuery query) {
        try {
            long head = events.head();
            long cursor = query.after() == null ? 0 : query.after().position();
            if (cursor > head) {
                throw new InvalidValueException(
                        "after", "lies behind the end of this ledger, which may have been restored: begin anew", null);
            }
            long from = query.from() == null ? 0 : before(query.from()).orElse(head);
            long to = query.to() == null ? head : before(query.to()).orElse(head);
            long after = Math.max(cursor, from);
            long end = Math.max(after, query.isOfChanges() ? known(to) : to);
            return new Range(after, query.wantsAll() ? after + Math.min(query.limit(), end - after) : end);
        } catch (SQLException e) {
            throw new EventsUnavailableException(e);
        }
    }

    /**
     * Up to where the read model can say what has changed: what is parked may be anything. Once it is folded again, whoever
     * follows shall not have passed it; once nobody waits for it, they go on.
     */
    private long known(long position) {
        OptionalLong parked = view.read(new Freshness(position, -1), ParkedTable::firstWaiting, found -> 0)
                .value();
        return Math.min(position, parked.orElse(Long.MAX_VALUE) - 1);
    }

    /** The last position that was recorded before an instant; empty if that is not past. The ledger counts microseconds. */
    private OptionalLong before(Instant instant) throws SQLException {
        return events.positionAt(instant.minusNanos(1).truncatedTo(ChronoUnit.MICROS));
    }

    /**
     * Writes the lines of a range that a query wants, in order.
     *
     * @param personal whether what is personal is written, too
     * @throws FeedBusyException if there are too many readers already; then nothing has been written
     * @throws EventsUnavailableException if the ledger cannot be read to the end of the range
     * @throws IOException if whoever reads the lines has gone
     */
    void write(FeedQuery query, Range range, boolean personal, OutputStream out) throws IOException {
        if (!places.tryAcquire()) {
            throw new FeedBusyException();
        }
        try {
            writeInPlace(query, range, new Disclosure(seals, personal), out);
        } finally {
            places.release();
        }
    }

    private void writeInPlace(FeedQuery query, Range range, Disclosure disclosure, OutputStream out)
            throws IOException {
        var pages = new Pages(events, view, query, range);
        var lines = new CloudEventLines();
        for (long left = query.limit(); left > 0; ) {
            List<Recorded<Written>> page = pages.next();
            if (page.isEmpty()) {
                return;
            }
            List<Recorded<Written>> wanted = page.stream()
                    .filter(event -> event.position() > range.after())
                    .filter(event -> query.wants(event.event().type()))
                    .limit(left)
                    .toList();
            disclosure.of(wanted).forEach(lines::add);
            lines.send(out);
            out.flush();
            left -= wanted.size();
        }
    }
}
