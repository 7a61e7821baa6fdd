package io.cartledger.query.history;

import io.cartledger.cart.CartEvent;
import io.cartledger.cart.CartEvent.CartMerged;
import io.cartledger.cart.CartEvent.LinesAbsorbed;
import io.cartledger.cart.CartEvents;
import io.cartledger.customer.CustomerEvents;
import io.cartledger.ledger.EventCodec.Written;
import io.cartledger.ledger.Recorded;
import io.cartledger.query.history.HistoryEntry.Kind;
import io.cartledger.query.ledger.EventPage;
import io.cartledger.query.ledger.EventSource;
import io.cartledger.query.ledger.EventsUnavailableException;
import io.cartledger.query.ledger.RecordedRefusal;
import io.cartledger.query.page.Page;
import java.sql.SQLException;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Makes entries, with their summaries: what has changed is in the read model, what it was called for is in the events. */
final class EntryWriter {

    private final EventSource events;

    EntryWriter(EventSource events) {
        this.events = events;
    }

    /** @throws EventsUnavailableException if the ledger cannot be read */
    Page<HistoryEntry> page(Page<VisibleItem> page) {
        List<Long> positions = page.rows().stream()
                .filter(shown -> shown.change() != null)
                .map(shown -> shown.place().number())
                .toList();
        Map<Long, Recorded<Written>> recorded = read(positions);
        return page.flatMap(shown -> {
            if (shown.refusal() != null) {
                return Optional.of(refusal(shown.refusal()));
            }
            return Optional.ofNullable(recorded.get(shown.place().number()))
                    .map(event -> change(shown, Objects.requireNonNull(shown.change()), event));
        });
    }

    private Map<Long, Recorded<Written>> read(List<Long> positions) {
        var read = new HashMap<Long, Recorded<Written>>();
        try {
            EventPage page;
            long last = 0;
            do {
                long known = last;
                page = events.at(positions.stream()
                        .filter(position -> position > known)
                        .sorted()
                        .toList());
                for (Recorded<Written> event : page.events()) {
                    read.put(event.position(), event);
                    last = event.position();
                }
            } while (!page.isLast());
            return read;
        } catch (SQLException e) {
            throw new EventsUnavailableException(e);
        }
    }

    private static HistoryEntry refusal(RecordedRefusal refusal) {
        return new HistoryEntry(
                refusal.receivedAt(),
                refusal.isReplay() ? Kind.REPLAY : Kind.REFUSAL,
                RefusalSummaries.of(refusal),
                null,
                null,
                null,
                null,
                RefusalEntry.of(refusal));
    }

    /** What is sealed in the event stays sealed: what the reader may see of it is in the read model. */
    private static HistoryEntry change(VisibleItem shown, ChangeEntry change, Recorded<Written> recorded) {
        if (recorded.aggregateType().equals(CustomerEvents.AGGREGATE_TYPE)) {
            String summary = Summaries.of(CustomerEvents.CODEC.read(recorded.event()), change, shown.note());
            return entry(change, summary, shown.note(), null);
        }
        CartEvent event = CartEvents.CODEC.read(recorded.event());
        return entry(change, Summaries.of(event, change), null, event);
    }

    private static HistoryEntry entry(
            ChangeEntry change, String summary, @Nullable String note, @Nullable CartEvent event) {
        return new HistoryEntry(
                change.recordedAt(),
                Kind.CHANGE,
                summary,
                note,
                event instanceof LinesAbsorbed absorbed ? absorbed.from().value() : null,
                event instanceof CartMerged merged ? merged.into().value() : null,
                change,
                null);
    }
}
