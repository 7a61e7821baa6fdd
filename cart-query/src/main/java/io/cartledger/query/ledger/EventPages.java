package io.cartledger.query.ledger;

import io.cartledger.ledger.EventCodec.Written;
import io.cartledger.ledger.Recorded;
import java.sql.SQLException;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import org.jspecify.annotations.Nullable;

/**
 * Many events, page by page. While one page is used the next one is read, and no more than that.
 *
 * <p>Used by one thread.
 */
public final class EventPages {

    private final Reading reading;
    private final int most;
    private CompletableFuture<EventPage> next;

    /** Gives the events that follow one. */
    @FunctionalInterface
    public interface Reading {
        /**
         * @param last the one before; null for none
         * @param limit most events to give
         */
        EventPage after(@Nullable Recorded<Written> last, int limit) throws SQLException;
    }

    /** @param most events on a page */
    public EventPages(Reading reading, int most) {
        this.reading = reading;
        this.most = most;
        this.next = begin(null);
    }

    /** The next page; empty once all have been given. */
    public List<Recorded<Written>> next() throws SQLException {
        EventPage page = await();
        next = page.isLast()
                ? CompletableFuture.completedFuture(EventPage.NONE)
                : begin(page.events().getLast());
        return page.events();
    }

    private CompletableFuture<EventPage> begin(@Nullable Recorded<Written> last) {
        return CompletableFuture.supplyAsync(
                () -> {
                    try {
                        return reading.after(last, most);
                    } catch (SQLException e) {
                        throw new CompletionException(e);
                    }
                },
                Thread::startVirtualThread);
    }

    private EventPage await() throws SQLException {
        try {
            return next.join();
        } catch (CompletionException e) {
            switch (e.getCause()) {
                case SQLException cause -> throw cause;
                case RuntimeException cause -> throw cause;
                case null, default -> throw e;
            }
        }
    }
}
