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
record HistoryQuery(PageRequest page, boolean newestFirst, Freshness freshness, Caller caller, TimelineKey end) {

    /** Of all that there is. */
    HistoryQuery(PageRequest page, boolean newestFirst, Freshness freshness, Caller caller) {
        this(page, newestFirst, freshness, caller, TimelineKey.LAST);
    }

    /** The same of what is before a place. */
    HistoryQuery before(TimelineKey place) {
        return new HistoryQuery(page, newestFirst, freshness, caller, place);
    }

    /** Whether it is read from later places to earlier ones. */
    boolean back() {
        return page.backwards() != newestFirst;
    }

    /** The place from which on it is read, which is not part of it. */
    TimelineKey from() {
        Optional<TimelineKey> key = page.key().map(TimelineKey::parse);
        return back()
                ? Stream.concat(key.stream(), Stream.of(end))
                        .min(Comparator.naturalOrder())
                        .orElseThrow()
                : key.orElse(TimelineKey.FIRST);
    }

    /** The same among refusals: a change lies before all of those of its time. */
    From fromRefusal() {
        TimelineKey from = from();
        return new From(from.time(), from.refusal() ? from.number() : 0, back());
    }
}
