package io.cartledger.query.ledger;

import java.sql.SQLException;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;

/**
 * The events of the ledger, some at a time: events are never changed, so whoever wants many asks again behind the last
 * one, and holds neither connection nor snapshot while it waits for somebody slow. An event has some hundred bytes, or as
 * many megabytes as a cart of many lines with many options; a page ends with the event that makes what is stored of it, which
 * PostgreSQL may have compressed, a million bytes long.
 *
 * <p>Any thread may use it.
 */
public interface EventSource {

    /**
     * The events that follow a position, in order and without gaps.
     *
     * @param position the last one that is known already; 0 for none
     * @param limit most events to give, 1 or more
     */
    EventPage after(long position, int limit) throws SQLException;

    /**
     * The events at these positions, in order; those that are missing are left out.
     *
     * @param positions in order
     */
    EventPage at(List<Long> positions) throws SQLException;

    /**
     * The events of one aggregate, in order and without gaps.
     *
     * @param sequenceNumber of the last one that is known already; -1 for none
     * @param upTo the last position that counts
     * @param limit most events to give, 1 or more
     */
    EventPage ofAggregate(String type, String id, long sequenceNumber, long upTo, int limit) throws SQLException;

    /**
     * The events of all aggregates of a type, one aggregate after the other in the order of their identifiers' bytes.
     *
     * @param id aggregate of the last one that is known already; empty for none
     * @param sequenceNumber of that one; -1 for none
     * @param upTo the last position that counts
     * @param limit most events to give, 1 or more
     */
    EventPage byAggregate(String type, String id, long sequenceNumber, long upTo, int limit) throws SQLException;

    /**
     * The open cart behind an owner's {@code /me/cart}, as it is now.
     *
     * @param owner an owner's key
     */
    Optional<String> openCart(String owner) throws SQLException;

    /** The last position there is; 0 for none. */
    long head() throws SQLException;

    /**
     * The last position that was recorded at an instant or before; 0 if nothing had been. The same whenever it is asked.
     *
     * @return empty if the instant is not past, by the ledger's clock
     */
    OptionalLong positionAt(Instant instant) throws SQLException;
}
