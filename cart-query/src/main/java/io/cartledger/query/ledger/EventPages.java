package io.cartledger.query.ledger;

import io.cartledger.ledger.EventCodec.Written;
import io.cartledger.ledger.Recorded;
import java.sql.SQLException;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import org.jspecify.annotations.Nullable;

/**
 * Many events, page by page. While one page is used the next one is read, and no more than that; how many events are on it
 * depends on how long those before were, as an event may have hundreds of bytes or a hundred thousand.
 *
 * <p>Used by one thread.
 */
public final class EventPages {

    private static final int FIRST = 250;
    private static final int MOST_GROWTH = 4;

    /** Characters, of what is JSON in the events, that a page is to have. */
    private static final long WANTED = 4L << 20;

    private final Reading reading;
    private final int most;
    private CompletableFuture<List<Recorded<Written>>> next;

    /** Gives the events that follow one. */
    @FunctionalInterface
    public interface Reading {
        /**
         * @param last the one before; null for none
         * @param limit most events to give
         * @return none at the end
         */
        List<Recorded<Written>> after(@Nullable Recorded<Written> last, int limit) throws SQLException;
    }

    /** @param most events on a page */
    public EventPages(Reading reading, int most) {
        this.reading = reading;
        this.most = most;
        this.next = begin(null, Math.min(FIRST, most));
    }

    /** The next page; empty once all have been given. */
    public List<Recorded<Written>> next() throws SQLException {
        List<Recorded<Written>> page = await();
        if (!page.isEmpty()) {
            next = begin(page.getLast(), limitAfter(page));
        }
        return page;
    }

    private CompletableFuture<List<Recorded<Written>>> begin(@Nullable Recorded<Written> last, int limit) {
        return CompletableFuture.supplyAsync(
                () -> {
                    try {
                        return reading.after(last, limit);
                    } catch (SQLException e) {
                        throw new CompletionException(e);
                    }
                },
                Thread::startVirtualThread);
    }

    private List<Recorded<Written>> await() throws SQLException {
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

    /** As if all that come were as long as the longest of these. */
    private int limitAfter(List<Recorded<Written>> page) {
        long longest = page.stream()
                .mapToLong(
                        event -> event.event().json().length() + event.origin().length())
                .max()
                .orElse(1);
        return (int) Math.clamp(WANTED / Math.max(1, longest), 1, Math.min(most, (long) page.size() * MOST_GROWTH));
    }
}
