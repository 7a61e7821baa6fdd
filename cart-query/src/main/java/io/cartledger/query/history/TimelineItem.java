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
record TimelineItem(TimelineKey place, @Nullable RecordedRefusal refusal) {

    /**
     * The page that both have together.
     *
     * @param changes at most as many as the page needs to know whether there is another, in the order in which they are
     *     read
     * @param refusals likewise
     */
    static Page<TimelineItem> page(HistoryQuery wanted, List<TimelineKey> changes, List<RecordedRefusal> refusals) {
        Comparator<TimelineKey> order = wanted.back() ? Comparator.reverseOrder() : Comparator.naturalOrder();
        List<TimelineItem> read = Stream.concat(
                        changes.stream().map(place -> new TimelineItem(place, null)),
                        refusals.stream().map(refusal -> new TimelineItem(TimelineKey.of(refusal), refusal)))
                .filter(found -> found.place().compareTo(wanted.end()) < 0)
                .sorted(Comparator.comparing(TimelineItem::place, order))
                .limit(wanted.page().rowsToRead())
                .toList();
        return wanted.page().page(read, found -> found.place().key());
    }
}
