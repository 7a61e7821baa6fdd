package io.cartledger.query.feed;

import io.cartledger.cart.CartEvents;
import io.cartledger.ledger.EventCodec.Written;
import io.cartledger.ledger.Recorded;
import io.cartledger.query.consistency.Freshness;
import io.cartledger.query.consistency.ViewReader;
import io.cartledger.query.ledger.EventPage;
import io.cartledger.query.ledger.EventPages;
import io.cartledger.query.ledger.EventSource;
import io.cartledger.query.ledger.EventsUnavailableException;
import java.sql.SQLException;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The events of a range, among which are those that a query wants, page by page: whoever is slow holds two of them, and no
 * connection.
 *
 * <p>Used by one thread.
 */
final class Pages {

    private static final int EVENTS_PER_PAGE = 500;

    private final EventSource events;
    private final ViewReader view;
    private final FeedQuery query;
    private final Range range;
    private final EventPages pages;

    /** @param view is asked only where the query is of changes */
    Pages(EventSource events, ViewReader view, FeedQuery query, Range range) {
        this.events = events;
        this.view = view;
        this.query = query;
        this.range = range;
        long most = query.wantsAll() ? Math.min(query.limit(), EVENTS_PER_PAGE) : EVENTS_PER_PAGE;
        this.pages = new EventPages(this::read, (int) most);
    }

    /**
     * The next page; empty once the range has been read.
     *
     * @throws EventsUnavailableException if the ledger cannot be read
     * @throws IllegalStateException if something is missing in it
     */
    List<Recorded<Written>> next() {
        try {
            return pages.next();
        } catch (SQLException e) {
            throw new EventsUnavailableException(e);
        }
    }

    private EventPage read(@Nullable Recorded<Written> last, int limit) throws SQLException {
        long position = last == null ? range.after() : last.position();
        if (query.isOfChanges()) {
            return ofChanges(position, limit);
        }
        return query.cart() == null
                ? ofAll(position, limit)
                : ofCart(query.cart().value(), last == null ? -1 : last.sequenceNumber(), limit);
    }

    /** Which the read model knows once it has got there. */
    private EventPage ofChanges(long known, int limit) throws SQLException {
        List<Long> positions = view.read(
                        new Freshness(range.upTo(), -1),
                        connection -> ChangedPositions.find(connection, query, known, range.upTo(), limit),
                        found -> 0)
                .value();
        EventPage found = events.at(positions);
        int read = found.events().size();
        if (!found.events().stream().map(Recorded::position).toList().equals(positions.subList(0, read))
                || (found.isLast() && read < positions.size())) {
            throw new IllegalStateException("of the events at " + positions + " some are missing");
        }
        return new EventPage(found.events(), positions.isEmpty());
    }

    private EventPage ofAll(long known, int limit) throws SQLException {
        int wanted = (int) Math.min(range.upTo() - known, limit);
        if (wanted == 0) {
            return EventPage.NONE;
        }
        EventPage page = events.after(known, wanted);
        int read = page.events().size();
        if (page.isLast() || page.events().getLast().position() != known + read) {
            throw new IllegalStateException(
                    "behind position " + known + " of " + range.upTo() + " events are missing: the ledger has no gaps");
        }
        return page;
    }

    /** A cart's sequence numbers are in the order of its positions; those at positions before the range are left out later. */
    private EventPage ofCart(String cartId, long known, int limit) throws SQLException {
        return events.ofAggregate(CartEvents.AGGREGATE_TYPE, cartId, known, range.upTo(), limit);
    }
}
