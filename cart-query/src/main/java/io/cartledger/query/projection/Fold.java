package io.cartledger.query.projection;

import io.cartledger.cart.CartEvent;
import io.cartledger.cart.CartEvent.CartRestored;
import io.cartledger.cart.CartEvent.LineCorrected;
import io.cartledger.cart.CartEvents;
import io.cartledger.cart.CartId;
import io.cartledger.cart.CartState;
import io.cartledger.cart.CustomerId;
import io.cartledger.cart.FoldException;
import io.cartledger.cart.Reason;
import io.cartledger.customer.CustomerEvent;
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
import io.cartledger.query.history.ChangeTable;
import io.cartledger.query.history.ChangeTable.Change;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** A batch of events on its way into the read model: what they are about, before and after. */
final class Fold {

    private final Seals seals;
    private final Map<CartId, CartState> cartsBefore;
    private final Map<CartId, CartState> carts;
    private final List<OpenCartTable.Move> openCarts = new ArrayList<>();
    private final Map<CustomerId, CustomerFile> customersBefore;
    private final Map<CustomerId, CustomerFile> customers;
    private final List<Recorded<NoteAdded>> notes = new ArrayList<>();
    private final List<Change> changes = new ArrayList<>();
    private long position;

    private Fold(Seals seals, long position, Map<CartId, CartState> carts, Map<CustomerId, CustomerFile> customers) {
        this.seals = seals;
        this.position = position;
        this.cartsBefore = carts;
        this.carts = new HashMap<>(carts);
        this.customersBefore = customers;
        this.customers = new HashMap<>(customers);
    }

    /** Loads what the batch is about. */
    static Fold load(Connection connection, Seals seals, KnownCarts known, long position, List<Recorded<Written>> batch)
            throws SQLException {
        return new Fold(
                seals,
                position,
                known.find(connection, touched(batch, CartEvents.AGGREGATE_TYPE)),
                CustomerTable.load(connection, touched(batch, CustomerEvents.AGGREGATE_TYPE)));
    }

    private static Set<String> touched(List<Recorded<Written>> batch, String aggregateType) {
        return batch.stream()
                .filter(recorded -> recorded.aggregateType().equals(aggregateType))
                .map(Recorded::aggregateId)
                .collect(Collectors.toSet());
    }

    /**
     * @throws VaultUnavailableException if it cannot be opened just now; like all that is thrown, it has changed nothing
     * @throws RuntimeException if the event cannot be folded
     */
    void add(Recorded<Written> entry) {
        Recorded<Written> recorded = seals.opened(entry);
        if (recorded.position() != position + 1) {
            throw new FoldException("it follows position " + position + ": the ledger has no gaps, so it is damaged");
        }
        RecordedOrigin origin = withSubject(
                RecordedOrigin.read(entry.origin(), closed -> seals.open(closed, Place.origin(recorded.eventId()))),
                entry);
        switch (recorded.aggregateType()) {
            case CartEvents.AGGREGATE_TYPE -> addToCart(recorded, origin);
            case CustomerEvents.AGGREGATE_TYPE -> addToCustomer(recorded, origin);
            default ->
                throw new UnknownEventException(
                        recorded.aggregateType() + "." + recorded.event().type(),
                        recorded.event().revision());
        }
        position = recorded.position();
    }

    private void addToCart(Recorded<Written> recorded, RecordedOrigin origin) {
        CartEvent event = CartEvents.CODEC.read(recorded.event());
        var cartId = new CartId(recorded.aggregateId());
        CartState before = carts.getOrDefault(cartId, CartState.NONE);
        CartState after = before.apply(recorded.sequenceNumber(), event);
        openCarts.addAll(OpenCartTable.moves(cartId, before, event, after));
        carts.put(cartId, after);
        changes.add(new Change(cartId, after.customer().orElse(null), recorded, reason(event), origin));
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

    private void addToCustomer(Recorded<Written> recorded, RecordedOrigin origin) {
        var customer = new CustomerId(recorded.aggregateId());
        CustomerEvent event = CustomerEvents.CODEC.read(recorded.event());
        CustomerFile before = customers.getOrDefault(customer, CustomerFile.EMPTY);
        customers.put(customer, before.apply(recorded.sequenceNumber(), event));
        if (event instanceof NoteAdded note) {
            notes.add(recorded.with(note));
        }
        changes.add(new Change(null, customer, recorded, null, origin));
    }

    /** As the events have made them. */
    Map<CartId, CartState> carts() {
        return carts;
    }

    /** Of the last event that was added. */
    long position() {
        return position;
    }

    /** Writes what the events have made. */
    void save(Connection connection) throws SQLException {
        CartTable.save(connection, cartsBefore, carts);
        OpenCartTable.save(connection, openCarts);
        CustomerTable.save(connection, customersBefore, customers);
        NoteTable.save(connection, notes);
        ChangeTable.add(connection, changes);
    }
}
