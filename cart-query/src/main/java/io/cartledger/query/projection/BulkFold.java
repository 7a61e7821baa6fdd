package io.cartledger.query.projection;

import io.cartledger.cart.CartEvents;
import io.cartledger.cart.CartId;
import io.cartledger.cart.CartState;
import io.cartledger.cart.CustomerId;
import io.cartledger.customer.CustomerEvents;
import io.cartledger.customer.CustomerFile;
import io.cartledger.ledger.EventCodec.Written;
import io.cartledger.ledger.Recorded;
import io.cartledger.ledger.Seals;
import io.cartledger.query.cart.CartTable;
import io.cartledger.query.cart.PlaceMoves;
import io.cartledger.query.customer.CustomerTable;
import io.cartledger.query.generation.Generation;
import io.cartledger.query.generation.ViewConnection;
import io.cartledger.query.ledger.EventPages;
import io.cartledger.query.ledger.EventSource;
import io.cartledger.query.parked.Aggregate;
import io.cartledger.query.rows.CopySink;
import io.cartledger.query.rows.RowSink;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;
import java.util.function.LongConsumer;
import javax.sql.DataSource;

/**
 * Folds all events of the ledger up to a position into tables that are empty, one aggregate after the other: so nothing is
 * looked up, every row is written once, and what is held in memory is two pages of events and the state of one aggregate.
 * The fold is {@link Fold}, as in every step of a follower.
 */
public final class BulkFold {

    private static final int EVENTS_AT_ONCE = 2_000;

    private final EventSource events;
    private final Seals seals;
    private final long upTo;
    private final RowSink sink;
    private final LongConsumer folded;
    private final Set<Aggregate> parked = new HashSet<>();
    private long total;
    private Map<CartId, CartState> carts = new HashMap<>(); // those that may go on
    private Map<CustomerId, CustomerFile> customers = new HashMap<>();

    private BulkFold(EventSource events, Seals seals, long upTo, RowSink sink, LongConsumer folded) {
        this.events = events;
        this.seals = seals;
        this.upTo = upTo;
        this.sink = sink;
        this.folded = folded;
    }

    /**
     * Folds them, and says how far the generation is.
     *
     * @param owner new connections of the role that owns the read model, which wait for long statements
     * @param generation has its tables and nothing in them
     * @param upTo the last position that counts
     * @param folded is told how many events have been folded so far; what it throws ends the fold
     * @throws IllegalStateException if an event is of newer software
     * @throws SQLException if a database failed, or events are missing
     */
    public static void run(
            DataSource owner, Generation generation, EventSource events, Seals seals, long upTo, LongConsumer folded)
            throws SQLException {
        try (Connection writing = owner.getConnection();
                Connection reading = owner.getConnection()) {
            reading.setAutoCommit(false);
            var written = new ViewConnection(writing, generation);
            try (var sink = new CopySink(written)) {
                new BulkFold(events, seals, upTo, sink, folded).run();
                sink.flush();
                PlaceMoves.carryOut(new ViewConnection(reading, generation), sink);
                sink.flush();
            }
            new Progress(upTo, 0).save(written);
        }
    }

    private void run() throws SQLException {
        fold(CartEvents.AGGREGATE_TYPE);
        fold(CustomerEvents.AGGREGATE_TYPE);
        if (total != upTo) {
            throw new SQLException("the ledger has " + total + " events of carts and customers' files up to position "
                    + upTo + ": some are missing, or newer software wrote them");
        }
    }

    private void fold(String aggregateType) throws SQLException {
        var pages = new EventPages(
                (last, limit) -> last == null
                        ? events.byAggregate(aggregateType, "", -1, upTo, limit)
                        : events.byAggregate(aggregateType, last.aggregateId(), last.sequenceNumber(), upTo, limit),
                EVENTS_AT_ONCE);
        for (List<Recorded<Written>> page = pages.next(); !page.isEmpty(); page = pages.next()) {
            fold(page);
            saveStates(page.getLast().aggregateId());
            total += page.size();
            folded.accept(total);
        }
        saveStates("");
    }

    private void fold(List<Recorded<Written>> page) throws SQLException {
        Projector.prepareKeys(seals, page);
        Fold fold = Fold.from(seals, carts, customers, parked);
        page.forEach(fold::add);
        carts = fold.carts();
        customers = fold.customers();
        fold.saveWhatNeverChanges(sink);
        PlaceMoves.add(sink, fold.moves());
    }

    /** @param goingOn the aggregate whose next events may be on the next page; empty for none */
    private void saveStates(String goingOn) throws SQLException {
        Map<CartId, CartState> cart = only(goingOn, carts, CartId::value);
        Map<CustomerId, CustomerFile> customer = only(goingOn, customers, CustomerId::value);
        carts.keySet().removeAll(cart.keySet());
        customers.keySet().removeAll(customer.keySet());
        CartTable.save(sink, Map.of(), carts);
        CustomerTable.save(sink, Map.of(), customers);
        carts = cart;
        customers = customer;
    }

    private static <K, S> Map<K, S> only(String id, Map<K, S> states, Function<K, String> idOf) {
        var one = new HashMap<>(states);
        one.keySet().removeIf(key -> !idOf.apply(key).equals(id));
        return one;
    }
}
