package io.cartledger.query.history;

import io.cartledger.cart.Caller;
import io.cartledger.query.consistency.Freshness;
import io.cartledger.query.ledger.RefusalSource.From;
import io.cartledger.query.page.PageRequest;

/**
 * Which part of a history is wanted, and by whom.
 *
 * @param newestFirst whether the history begins with what is newest
 */
record Wanted(PageRequest page, boolean newestFirst, Freshness freshness, Caller caller) {

    /** Whether it is read from later places to earlier ones. */
    boolean back() {
        return page.backwards() != newestFirst;
    }

    /** The place from which on it is read, which is not part of it. */
    Place from() {
        return page.key().map(Place::parse).orElse(back() ? Place.LAST : Place.FIRST);
    }

    /** The same among refusals: a change lies before all of those of its time. */
    From fromRefusal() {
        Place from = from();
        return new From(from.time(), from.refusal() ? from.number() : 0, back());
    }
}
