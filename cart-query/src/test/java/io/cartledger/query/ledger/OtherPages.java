package io.cartledger.query.ledger;

import java.sql.SQLException;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;

/** Gives the pages of another one as a test wants them. */
public abstract class OtherPages implements EventSource {

    private final EventSource source;

    /** @param source whose events they are */
    protected OtherPages(EventSource source) {
        this.source = source;
    }

    @Override
    public final EventPage after(long position, int limit) throws SQLException {
        return of(source.after(position, limit));
    }

    @Override
    public final EventPage at(List<Long> positions) throws SQLException {
        return of(source.at(positions));
    }

    @Override
    public final EventPage ofAggregate(String type, String id, long sequenceNumber, long upTo, int limit)
            throws SQLException {
        return of(source.ofAggregate(type, id, sequenceNumber, upTo, limit));
    }

    @Override
    public final EventPage byAggregate(String type, String id, long sequenceNumber, long upTo, int limit)
            throws SQLException {
        return of(source.byAggregate(type, id, sequenceNumber, upTo, limit));
    }

    /** What is given for a page. */
    protected abstract EventPage of(EventPage page);

    @Override
    public final Optional<String> openCart(String owner) throws SQLException {
        return source.openCart(owner);
    }

    @Override
    public final long head() throws SQLException {
        return source.head();
    }

    @Override
    public final OptionalLong positionAt(Instant instant) throws SQLException {
        return source.positionAt(instant);
    }
}
