package io.cartledger.query.history;

import io.cartledger.cart.Caller;
import io.cartledger.query.consistency.Freshness;
import io.cartledger.query.ledger.RefusalSource.From;
import io.cartledger.query.page.PageRequest;
import java.util.Comparator;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * Which part of a history is wanted, and by whom.
 *
 * @param newestFirst whether the history begins with what is newest
 * @param end the place before which it ends, which is not part of it
 */
record Wanted(PageRequest page, boolean newestFirst, Freshness freshness, Caller caller, Place end) {

    /** Of all that there is. */
    Wanted(PageRequest page, boolean newestFirst, Freshness freshness, Caller caller) {
        this(page, newestFirst, freshness, caller, Place.LAST);
    }

    /** The same of what is before a place. */
    Wanted before(Place place) {
        return new Wanted(page, newestFirst, freshness, caller, place);
    }

    /** Whether it is read from later places to earlier ones. */
    boolean back() {
        return page.backwards() != newestFirst;
    }

    /** The place from which on it is read, which is not part of it. */
    Place from() {
        Optional<Place> key = page.key().map(Place::parse);
        return back()
                ? Stream.concat(key.stream(), Stream.of(end))
                        .min(Comparator.naturalOrder())
                        .orElseThrow()
                : key.orElse(Place.FIRST);
    }

    /** The same among refusals: a change lies before all of those of its time. */
    From fromRefusal() {
        Place from = from();
        return new From(from.time(), from.refusal() ? from.number() : 0, back());
    }
}
