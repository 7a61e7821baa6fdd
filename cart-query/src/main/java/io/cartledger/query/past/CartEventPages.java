package io.cartledger.query.past;

import io.cartledger.cart.CartEvents;
import io.cartledger.cart.CartId;
import io.cartledger.ledger.EventCodec.Written;
import io.cartledger.ledger.Recorded;
import io.cartledger.query.ledger.EventPage;
import io.cartledger.query.ledger.EventSource;
import io.cartledger.query.ledger.EventsUnavailableException;
import java.sql.SQLException;
import java.util.OptionalLong;
import java.util.function.Function;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * What has happened to carts. It is read a page at a time, as whoever goes through it gets there: a cart may have more
 * events than fit into memory. What is personal in them stays sealed, as it changes no cart.
 *
 * <p>Any thread may use it. All of it throws {@link EventsUnavailableException} if the ledger cannot be read.
 */
final class CartEventPages {

    private static final int PAGE = 500;

    private final EventSource source;
    private final int pageSize;

    CartEventPages(EventSource source) {
        this(source, PAGE);
    }

    /** @param pageSize most events that are in memory at once, 1 or more */
    CartEventPages(EventSource source, int pageSize) {
        this.source = source;
        this.pageSize = pageSize;
    }

    /** The last position that counts at an instant; empty if the instant is not past. */
    OptionalLong positionAt(Moment.At moment) {
        return read(() -> source.positionAt(moment.instant()));
    }

    /**
     * Of one cart, in order.
     *
     * @param known version behind which it begins; -1 for the beginning
     * @param last version with which it ends, if the cart has got there
     * @param upTo the last position that counts
     */
    Iterable<Recorded<Written>> ofCart(CartId cartId, long known, long last, long upTo) {
        return pages(before -> {
            long version = before == null ? known : before.sequenceNumber();
            int limit = (int) Math.min(last - version, pageSize);
            return limit <= 0
                    ? EventPage.NONE
                    : source.ofAggregate(CartEvents.AGGREGATE_TYPE, cartId.value(), version, upTo, limit);
        });
    }

    /**
     * Of all carts, one after the other in the order of their identifiers' bytes.
     *
     * @param upTo the last position that counts
     */
    Iterable<Recorded<Written>> byCart(long upTo) {
        return pages(before -> before == null
                ? source.byAggregate(CartEvents.AGGREGATE_TYPE, "", -1, upTo, pageSize)
                : source.byAggregate(
                        CartEvents.AGGREGATE_TYPE, before.aggregateId(), before.sequenceNumber(), upTo, pageSize));
    }

    /** Gives the events that follow one, or the first ones. */
    private interface Pages {
        EventPage after(@Nullable Recorded<Written> last) throws SQLException;
    }

    private Iterable<Recorded<Written>> pages(Pages pages) {
        Function<@Nullable Recorded<Written>, EventPage> after = last -> read(() -> pages.after(last));
        return () -> Stream.iterate(
                        after.apply(null),
                        page -> !page.events().isEmpty(),
                        page -> page.isLast()
                                ? EventPage.NONE
                                : after.apply(page.events().getLast()))
                .flatMap(page -> page.events().stream())
                .iterator();
    }

    private interface Reading<T> {
        T get() throws SQLException;
    }

    private static <T> T read(Reading<T> reading) {
        try {
            return reading.get();
        } catch (SQLException e) {
            throw new EventsUnavailableException(e);
        }
    }
}
