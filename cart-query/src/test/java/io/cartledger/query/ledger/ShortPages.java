package io.cartledger.query.ledger;

import java.sql.SQLException;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;

/** Gives few events at a time, as if all were long: pages that are short and not the last. Any thread may use it. */
public final class ShortPages implements EventSource {

    private static final int MOST = 3;

    private final EventSource source;

    /** @param source whose events they are */
    public ShortPages(EventSource source) {
        this.source = source;
    }

    @Override
    public EventPage after(long position, int limit) throws SQLException {
        return cut(source.after(position, limit));
    }

    @Override
    public EventPage at(List<Long> positions) throws SQLException {
        return cut(source.at(positions));
    }

    @Override
    public EventPage ofAggregate(String type, String id, long sequenceNumber, long upTo, int limit)
            throws SQLException {
        return cut(source.ofAggregate(type, id, sequenceNumber, upTo, limit));
    }

    @Override
    public EventPage byAggregate(String type, String id, long sequenceNumber, long upTo, int limit)
            throws SQLException {
        return cut(source.byAggregate(type, id, sequenceNumber, upTo, limit));
    }

    private static EventPage cut(EventPage page) {
        return page.events().size() <= MOST ? page : new EventPage(page.events().subList(0, MOST), false);
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
