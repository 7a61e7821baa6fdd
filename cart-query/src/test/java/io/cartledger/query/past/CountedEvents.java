package io.cartledger.query.past;

import io.cartledger.query.ledger.EventPage;
import io.cartledger.query.ledger.EventSource;
import io.cartledger.query.ledger.OtherPages;

/** Counts what it gives of another's. One thread at a time. */
final class CountedEvents extends OtherPages {

    private int given;
    private int largestPage;

    CountedEvents(EventSource source) {
        super(source);
    }

    int given() {
        return given;
    }

    int largestPage() {
        return largestPage;
    }

    @Override
    protected EventPage of(EventPage page) {
        given += page.events().size();
        largestPage = Math.max(largestPage, page.events().size());
        return page;
    }
}
