package io.cartledger.query.past;

import io.cartledger.query.ledger.EventPage;
import io.cartledger.query.ledger.EventSource;
import java.sql.SQLException;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;

/** Counts what it gives of another's. One thread at a time. */
final class CountedEvents implements EventSource {

    private final EventSource source;
    private int given;
    private int largestPage;

    CountedEvents(EventSource source) {
        this.source = source;
    }

    int given() {
        return given;
    }

    int largestPage() {
        return largestPage;
    }

    @Override
    public EventPage after(long position, int limit) throws SQLException {
        return counted(source.after(position, limit));
    }

    @Override
    public EventPage at(List<Long> positions) throws SQLException {
        return counted(source.at(positions));
    }

    @Override
    public EventPage ofAggregate(String type, String id, long sequenceNumber, long upTo, int limit)
            throws SQLException {
        return counted(source.ofAggregate(type, id, sequenceNumber, upTo, limit));
    }

    @Override
    public EventPage byAggregate(String type, String id, long sequenceNumber, long upTo, int limit)
            throws SQLException {
        return counted(source.byAggregate(type, id, sequenceNumber, upTo, limit));
    }

    private EventPage counted(EventPage page) {
        given += page.events().size();
        largestPage = Math.max(largestPage, page.events().size());
        return page;
    }

    @Override
    public Optional<String> openCart(String owner) throws SQLException {
        return source.openCart(owner);
    }

    @Override
    public long head() throws SQLException {
        return source.head();
    }

    @Override
    public OptionalLong positionAt(Instant instant) throws SQLException {
        return source.positionAt(instant);
    }
}
