package io.cartledger.query.history;

import io.cartledger.cart.CartId;
import io.cartledger.cart.CartState;
import io.cartledger.cart.CustomerId;
import io.cartledger.http.ConsistencyToken;
import io.cartledger.query.cart.CartTable;
import io.cartledger.query.consistency.Freshness;
import io.cartledger.query.consistency.ViewReader;
import io.cartledger.query.consistency.ViewReader.Reading;
import io.cartledger.query.consistency.ViewReader.Seen;
import io.cartledger.query.generation.ViewConnection;
import io.cartledger.query.ledger.EventSource;
import io.cartledger.query.ledger.EventsUnavailableException;
import io.cartledger.query.ledger.RecordedRefusal;
import io.cartledger.query.ledger.RefusalSource;
import io.cartledger.query.page.Page;
import io.cartledger.query.page.Total;
import java.sql.SQLException;
import java.util.List;
import java.util.Optional;

/**
 * What has happened to a cart, or to a customer's carts and file, with what was refused in between. Of changes and refusals
 * as many are read as a page has, from the same place on, and merged.
 *
 * <p>While the read model is behind, a history ends before the first change that is missing: a page that had refusals of a
 * later time would lead on past that change. Refusals are read before changes for the same reason. Nobody holds a connection and waits for another one. Any thread may use it.
 */
final class Histories {

    /** More than that is not counted for each page. */
    static final int MOST_COUNTED = 1_000;

    private static final long ANY_VERSION = Long.MAX_VALUE;

    private final ViewReader view;
    private final RefusalSource refusals;
    private final EventSource events;
    private final EntryWriter summarised;

    Histories(ViewReader view, RefusalSource refusals, EventSource events) {
        this.view = view;
        this.refusals = refusals;
        this.events = events;
        this.summarised = new EntryWriter(events);
    }

    /** A page of a history. */
    record History(Page<HistoryEntry> page, Total total, ConsistencyToken token) {}

    /** What of a customer's history is known beforehand. */
    private record Known(List<String> carts, Total changes, long folded) {}

    /** Likewise of a cart's. */
    private record KnownCart(CartState state, long folded) {}

    /**
     * Of a cart. Whose it is now decides whether it is there for the caller, not whose it was.
     *
     * @return empty if there is no such cart for the caller
     */
    Optional<History> of(CartId cartId, HistoryQuery wanted) {
        Seen<KnownCart> cart = view.read(
                wanted.freshness(),
                connection -> cart(connection, cartId, wanted),
                known -> known.state().version());
        return cart.value().state().exists()
                ? Optional.of(of(cartId, wanted.before(end(cart.value().folded())), cart))
                : Optional.empty();
    }

    private static KnownCart cart(ViewConnection view, CartId cartId, HistoryQuery wanted) throws SQLException {
        CartState cart = CartTable.load(view, List.of(cartId.value())).getOrDefault(cartId, CartState.NONE);
        return new KnownCart(wanted.caller().mayUse(cart) ? cart : CartState.NONE, ChangeKeys.folded(view));
    }

    private History of(CartId cartId, HistoryQuery wanted, Seen<KnownCart> cart) {
        // Every event has made a version.
        var changes = new Total(cart.value().state().version() + 1, false);
        // Somebody who shops is not told what others have tried.
        if (!wanted.caller().isTrusted()) {
            return history(
                    wanted,
                    cart.token(),
                    refusals.ofCart(cartId, wanted.caller(), wanted.fromRefusal(), rows(wanted)),
                    connection -> ChangeKeys.of(connection, cartId, wanted),
                    total(changes, refusals.countOfCart(cartId, wanted.caller(), MOST_COUNTED + 1)));
        }
        return history(
                wanted,
                cart.token(),
                refusals.ofCart(cartId, wanted.fromRefusal(), rows(wanted)),
                connection -> ChangeKeys.of(connection, cartId, wanted),
                total(changes, refusals.countOfCart(cartId, MOST_COUNTED + 1)));
    }

    /** Of a customer; empty if nothing has happened. */
    History of(CustomerId customer, HistoryQuery wanted) {
        Seen<Known> known =
                view.read(wanted.freshness(), connection -> known(connection, customer), any -> ANY_VERSION);
        return of(customer, wanted.before(end(known.value().folded())), known);
    }

    private History of(CustomerId customer, HistoryQuery wanted, Seen<Known> known) {
        List<String> carts = known.value().carts();
        return history(
                wanted,
                known.token(),
                refusals.ofCustomer(customer, carts, wanted.fromRefusal(), rows(wanted)),
                connection -> ChangeKeys.of(connection, customer, wanted),
                total(known.value().changes(), refusals.countOfCustomer(customer, carts, MOST_COUNTED + 1)));
    }

    private static Known known(ViewConnection view, CustomerId customer) throws SQLException {
        long changes = ChangeKeys.count(view, customer, MOST_COUNTED + 1);
        return new Known(
                ChangeKeys.carts(view, customer),
                changes > MOST_COUNTED
                        ? new Total(ChangeKeys.estimate(view, customer), true)
                        : new Total(changes, false),
                ChangeKeys.folded(view));
    }

    /** The place of the first change that is not in the read model yet; behind everything if there is none. */
    private TimelineKey end(long folded) {
        try {
            return events.after(folded, 1).events().stream()
                    .map(event -> new TimelineKey(event.recordedAt(), false, event.position()))
                    .findFirst()
                    .orElse(TimelineKey.LAST);
        } catch (SQLException e) {
            throw new EventsUnavailableException(e);
        }
    }

    private History history(
            HistoryQuery wanted,
            ConsistencyToken token,
            List<RecordedRefusal> refused,
            Reading<List<TimelineKey>> changes,
            Total total) {
        Seen<Page<VisibleItem>> shown = view.read(
                new Freshness(token.position(), -1),
                connection -> VisibleItem.page(
                        connection, TimelineItem.page(wanted, changes.from(connection), refused), wanted.caller()),
                any -> ANY_VERSION);
        Page<HistoryEntry> page = summarised.page(shown.value());
        // Since it was counted, something may have come.
        long least = page.rows().size() + page.next().stream().count();
        return new History(page, total.atLeast(least), shown.token());
    }

    private static int rows(HistoryQuery wanted) {
        return wanted.page().rowsToRead();
    }

    /** @param refused how many were refused; if there are more than are counted, there may be any number more */
    private static Total total(Total changes, long refused) {
        return new Total(
                changes.rows() + Math.min(refused, MOST_COUNTED), changes.estimate() || refused > MOST_COUNTED);
    }
}
