package io.cartledger.query.history;

import io.cartledger.query.ledger.RecordedRefusal;
import io.cartledger.query.page.Page;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Something in a history.
 *
 * @param refusal null for a change
 */
record Found(Place place, @Nullable RecordedRefusal refusal) {

    /**
     * The page that both have together.
     *
     * @param changes at most as many as the page needs to know whether there is another, in the order in which they are
     *     read
     * @param refusals likewise
     */
    static Page<Found> page(Wanted wanted, List<Place> changes, List<RecordedRefusal> refusals) {
        Comparator<Place> order = wanted.back() ? Comparator.reverseOrder() : Comparator.naturalOrder();
        List<Found> read = Stream.concat(
                        changes.stream().map(place -> new Found(place, null)),
                        refusals.stream().map(refusal -> new Found(Place.of(refusal), refusal)))
                .filter(found -> found.place().compareTo(wanted.end()) < 0)
                .sorted(Comparator.comparing(Found::place, order))
                .limit(wanted.page().rowsToRead())
                .toList();
        return wanted.page().page(read, found -> found.place().key());
    }
}
