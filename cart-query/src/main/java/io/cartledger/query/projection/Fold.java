package io.cartledger.query.projection;

import io.cartledger.cart.CartEvent;
import io.cartledger.cart.CartEvent.CartRestored;
import io.cartledger.cart.CartEvent.LineCorrected;
import io.cartledger.cart.CartEvents;
import io.cartledger.cart.CartId;
import io.cartledger.cart.CartState;
import io.cartledger.cart.CustomerId;
import io.cartledger.cart.Reason;
import io.cartledger.cart.Ticket;
import io.cartledger.customer.CustomerEvent;
import io.cartledger.customer.CustomerEvent.AllowanceGranted;
import io.cartledger.customer.CustomerEvent.AllowanceRevoked;
import io.cartledger.customer.CustomerEvent.NoteAdded;
import io.cartledger.customer.CustomerEvents;
import io.cartledger.customer.CustomerFile;
import io.cartledger.ledger.EventCodec.Written;
import io.cartledger.ledger.Recorded;
import io.cartledger.ledger.RecordedOrigin;
import io.cartledger.ledger.Sealed;
import io.cartledger.ledger.Seals;
import io.cartledger.ledger.Seals.Place;
import io.cartledger.ledger.UnknownEventException;
import io.cartledger.ledger.VaultUnavailableException;
import io.cartledger.query.cart.CartTable;
import io.cartledger.query.cart.OpenCartTable;
import io.cartledger.query.customer.CustomerTable;
import io.cartledger.query.customer.NoteTable;
import io.cartledger.query.customer.NoteTable.Note;
import io.cartledger.query.generation.ViewConnection;
import io.cartledger.query.history.ChangeTable;
import io.cartledger.query.history.ChangeTable.Change;
import io.cartledger.query.history.LineChange;
import io.cartledger.query.parked.Aggregate;
import io.cartledger.query.parked.ParkedTable;
import io.cartledger.query.parked.ParkedTable.Parked;
import io.cartledger.query.rows.RowSink;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** A batch of events on its way into the read model: what they are about, before and after. */
final class Fold {

    private static final Logger LOG = LoggerFactory.getLogger(Fold.class);

    private final Seals seals;
    private final Map<CartId, CartState> cartsBefore;
    private final Map<CartId, CartState> carts;
    private final List<OpenCartTable.Move> openCarts = new ArrayList<>();
    private final Map<CustomerId, CustomerFile> customersBefore;
    private final Map<CustomerId, CustomerFile> customers;
    private final List<Note> notes = new ArrayList<>();
    private final List<Change> changes = new ArrayList<>();
    private final Set<Aggregate> parked;
    private final List<Parked> parkedNow = new ArrayList<>();
    private long position;

    private Fold(
            Seals seals,
            long position,
            Map<CartId, CartState> carts,
            Map<CustomerId, CustomerFile> customers,
            Set<Aggregate> parked) {
        this.seals = seals;
        this.position = position;
        this.cartsBefore = carts;
        this.carts = new HashMap<>(carts);
        this.customersBefore = customers;
        this.customers = new HashMap<>(customers);
        this.parked = parked;
    }

    /** One that goes on from these states, whatever the positions. */
    static Fold from(
            Seals seals, Map<CartId, CartState> carts, Map<CustomerId, CustomerFile> customers, Set<Aggregate> parked) {
        return new Fold(seals, 0, carts, customers, parked);
    }

    /** Loads what the batch is about. */
    static Fold load(ViewConnection view, Seals seals, Known known, long position, List<Recorded<Written>> batch)
            throws SQLException {
        return new Fold(
                seals,
                position,
                known.carts(view, touched(batch, CartEvents.AGGREGATE_TYPE)),
                CustomerTable.load(view, touched(batch, CustomerEvents.AGGREGATE_TYPE)),
                known.parked(view));
    }

    private static Set<String> touched(List<Recorded<Written>> batch, String aggregateType) {
        return batch.stream()
                .filter(recorded -> recorded.aggregateType().equals(aggregateType))
                .map(Recorded::aggregateId)
                .collect(Collectors.toSet());
    }

    /**
     * Folds the next event in.
     *
     * @param unwritable why what it makes cannot be written; null if it can as far as is known
     * @throws VaultUnavailableException if it cannot be opened just now; like all that is thrown, it has changed nothing
     * @throws UnfoldableEventException if the fault is not the event's: newer software wrote it, or events are missing
     */
    void addNext(Recorded<Written> entry, @Nullable SQLException unwritable) {
        if (entry.position() != position + 1) {
            throw UnfoldableEventException.because(
                    entry, "it follows position " + position + ": the ledger has no gaps, so it is damaged");
        }
        if (unwritable == null) {
            add(entry);
        } else if (!parked.contains(Aggregate.of(entry))) {
            park(entry, new IllegalStateException(unwritable(unwritable), unwritable));
        }
        position = entry.position();
    }

    /** What PostgreSQL says of it may tell of rows, and is for the log alone. */
    static String unwritable(SQLException e) {
        return "what it makes cannot be written, SQL state " + e.getSQLState();
    }

    /** Folds the event in. If that fails, what it is about is parked; the events of what is parked are passed over. */
    void add(Recorded<Written> entry) {
        if (parked.contains(Aggregate.of(entry))) {
            return;
        }
        try {
            fold(entry);
        } catch (VaultUnavailableException e) {
            throw e;
        } catch (UnknownEventException e) {
            throw UnfoldableEventException.because(entry, e.getMessage());
        } catch (RuntimeException e) {
            // Whatever it is: folding is pure, so it will be the same at every try.
            park(entry, e);
        }
    }

    private void park(Recorded<Written> entry, RuntimeException cause) {
        LOG.error(
                "{} {} is parked, the event at position {} could not be folded: {}",
                entry.aggregateType(),
                entry.aggregateId(),
                entry.position(),
                cause.toString(),
                cause.getCause() instanceof SQLException ? null : cause); // the database's words may tell of rows
        Aggregate aggregate = Aggregate.of(entry);
        parked.add(aggregate);
        parkedNow.add(new Parked(aggregate, entry.position(), String.valueOf(cause.getMessage())));
    }

    private void fold(Recorded<Written> entry) {
        Recorded<Written> recorded = seals.opened(entry);
        RecordedOrigin origin = withSubject(
                RecordedOrigin.read(entry.origin(), closed -> seals.open(closed, Place.origin(recorded.eventId()))),
                entry);
        switch (recorded.aggregateType()) {
            case CartEvents.AGGREGATE_TYPE -> foldCart(recorded, origin);
            case CustomerEvents.AGGREGATE_TYPE -> foldCustomer(recorded, origin);
            default ->
                throw new UnknownEventException(
                        recorded.aggregateType() + "." + recorded.event().type(),
                        recorded.event().revision());
        }
    }

    private void foldCart(Recorded<Written> recorded, RecordedOrigin origin) {
        CartEvent event = CartEvents.CODEC.read(recorded.event());
        var cartId = new CartId(recorded.aggregateId());
        CartState before = carts.getOrDefault(cartId, CartState.NONE);
        CartState after = before.apply(recorded.sequenceNumber(), event);
        var change = new Change(
                cartId,
                after.customer().orElse(null),
                recorded,
                LineChange.between(before, after),
                reason(event),
                event instanceof LineCorrected corrected ? corrected.ticket() : null,
                origin);
        openCarts.addAll(OpenCartTable.moves(recorded.position(), cartId, before, event, after));
        carts.put(cartId, after);
        changes.add(change);
    }

    /** Without it nobody would find what the event says of somebody whose command came from nowhere that is known. */
    private static RecordedOrigin withSubject(RecordedOrigin origin, Recorded<Written> entry) {
        return origin.subject() != null
                ? origin
                : new RecordedOrigin(
                        origin.origin(),
                        Sealed.keysIn(entry.event().json()).findFirst().orElse(null));
    }

    private static @Nullable Reason reason(CartEvent event) {
        return switch (event) {
            case LineCorrected corrected -> corrected.reason();
            case CartRestored restored -> restored.reason();
            default -> null;
        };
    }

    private void foldCustomer(Recorded<Written> recorded, RecordedOrigin origin) {
        var customer = new CustomerId(recorded.aggregateId());
        CustomerEvent event = CustomerEvents.CODEC.read(recorded.event());
        CustomerFile before = customers.getOrDefault(customer, CustomerFile.EMPTY);
        customers.put(customer, before.apply(recorded.sequenceNumber(), event));
        if (event instanceof NoteAdded note) {
            notes.add(new Note(recorded.with(note), origin.origin()));
        }
        changes.add(new Change(null, customer, recorded, List.of(), null, ticket(event), origin));
    }

    private static @Nullable Ticket ticket(CustomerEvent event) {
        return switch (event) {
            case AllowanceGranted granted -> granted.ticket();
            case AllowanceRevoked revoked -> revoked.ticket();
            case NoteAdded note -> note.ticket();
        };
    }

    /** As the events have made them. */
    Map<CartId, CartState> carts() {
        return carts;
    }

    /** What is parked after them. */
    Set<Aggregate> parked() {
        return parked;
    }

    /** What these events have parked. */
    List<Parked> parkedNow() {
        return parkedNow;
    }

    /** Who takes and leaves which place. */
    List<OpenCartTable.Move> moves() {
        return openCarts;
    }

    /** Of the last event that was added. */
    long position() {
        return position;
    }

    /** Likewise. */
    Map<CustomerId, CustomerFile> customers() {
        return customers;
    }

    /** Writes what the events have made. */
    void save(ViewConnection view) throws SQLException {
        RowSink sink = RowSink.into(view);
        CartTable.save(sink, cartsBefore, carts);
        OpenCartTable.save(view, openCarts);
        CustomerTable.save(sink, customersBefore, customers);
        saveWhatNeverChanges(sink);
    }

    /** All but the states, which may go on, and the places, which others may move before. */
    void saveWhatNeverChanges(RowSink sink) throws SQLException {
        NoteTable.save(sink, notes);
        ChangeTable.add(sink, changes);
        ParkedTable.add(sink, parkedNow);
    }
}
