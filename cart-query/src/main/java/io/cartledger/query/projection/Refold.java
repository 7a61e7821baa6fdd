package io.cartledger.query.projection;

import io.cartledger.cart.CartEvents;
import io.cartledger.cart.CartId;
import io.cartledger.cart.CartState;
import io.cartledger.cart.CustomerId;
import io.cartledger.cart.Owner;
import io.cartledger.customer.CustomerEvents;
import io.cartledger.customer.CustomerFile;
import io.cartledger.ledger.Seals;
import io.cartledger.query.cart.CartTable;
import io.cartledger.query.cart.OpenCartTable;
import io.cartledger.query.cart.OpenCartTable.Move;
import io.cartledger.query.customer.CustomerTable;
import io.cartledger.query.customer.NoteTable;
import io.cartledger.query.generation.Generation;
import io.cartledger.query.generation.ViewConnection;
import io.cartledger.query.history.ChangeTable;
import io.cartledger.query.ledger.EventPage;
import io.cartledger.query.ledger.EventSource;
import io.cartledger.query.parked.Aggregate;
import io.cartledger.query.parked.ParkedTable;
import io.cartledger.query.parked.Refolding;
import io.cartledger.query.rows.RowSink;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import javax.sql.DataSource;

/**
 * Folds a cart or a customer's file again: takes out what the read model has of it, and folds all its events up to the
 * read model's position, in one transaction that holds that position. Any thread may use it.
 */
public final class Refold implements Refolding {

    private static final int EVENTS_AT_ONCE = 1_000;

    private final DataSource view;
    private final EventSource events;
    private final Seals seals;

    /**
     * @param view connections of the role that owns the read model
     * @param seals opens what is sealed in events
     */
    public Refold(DataSource view, EventSource events, Seals seals) {
        this.view = view;
        this.events = events;
        this.seals = seals;
    }

    @Override
    public Optional<String> refold(Generation generation, Aggregate aggregate) throws SQLException {
        try (Connection connection = view.getConnection()) {
            connection.setAutoCommit(false);
            try {
                var in = new ViewConnection(connection, generation);
                Progress progress = Progress.lock(in);
                takeOut(in, aggregate);
                Optional<String> cause = fold(in, aggregate, progress.position());
                if (cause.isPresent()) {
                    connection.rollback();
                } else {
                    new Progress(progress.position(), progress.retries() + 1).save(in);
                    connection.commit();
                }
                return cause;
            } catch (SQLException | RuntimeException e) {
                connection.rollback();
                if (e instanceof SQLException failure && Projector.isAboutRows(failure)) {
                    return Optional.of(Fold.unwritable(failure));
                }
                throw e;
            }
        }
    }

    private static void takeOut(ViewConnection in, Aggregate aggregate) throws SQLException {
        switch (aggregate.type()) {
            case CartEvents.AGGREGATE_TYPE -> {
                CartTable.delete(in, new CartId(aggregate.id()));
                ChangeTable.deleteOf(in, new CartId(aggregate.id()));
            }
            case CustomerEvents.AGGREGATE_TYPE -> {
                CustomerTable.delete(in, new CustomerId(aggregate.id()));
                NoteTable.deleteOf(in, new CustomerId(aggregate.id()));
                ChangeTable.deleteOf(in, new CustomerId(aggregate.id()));
            }
            default -> throw new IllegalArgumentException("nothing is folded of " + aggregate);
        }
        ParkedTable.delete(in, aggregate);
    }

    private Optional<String> fold(ViewConnection in, Aggregate aggregate, long upTo) throws SQLException {
        RowSink sink = RowSink.into(in);
        Map<CartId, CartState> carts = Map.of();
        Map<CustomerId, CustomerFile> customers = Map.of();
        Set<Owner> owners = new HashSet<>();
        long sequenceNumber = -1;
        EventPage page;
        do {
            page = events.ofAggregate(aggregate.type(), aggregate.id(), sequenceNumber, upTo, EVENTS_AT_ONCE);
            Projector.prepareKeys(seals, page.events());
            Fold fold = Fold.from(seals, carts, customers, new HashSet<>());
            page.events().forEach(fold::add);
            if (!fold.parkedNow().isEmpty()) {
                return Optional.of(fold.parkedNow().getFirst().cause());
            }
            fold.saveWhatNeverChanges(sink);
            fold.moves().stream().map(Move::owner).forEach(owners::add);
            carts = fold.carts();
            customers = fold.customers();
            sequenceNumber += page.events().size();
        } while (!page.isLast());
        CartTable.save(sink, Map.of(), carts);
        CustomerTable.save(sink, Map.of(), customers);
        for (Owner owner : owners) {
            setPlace(in, owner);
        }
        return Optional.empty();
    }

    /**
     * Other carts of the owner may have wanted the place that this one had here, and no longer had in the ledger. The
     * ledger says who has it now; if that has not been folded yet, it soon will be.
     */
    private void setPlace(ViewConnection in, Owner owner) throws SQLException {
        Optional<CartId> holder = events.openCart(owner.key()).map(CartId::new);
        if (holder.isPresent()) {
            CartState cart =
                    CartTable.load(in, List.of(holder.get().value())).getOrDefault(holder.get(), CartState.NONE);
            holder = cart.isOpen() && owner.equals(cart.owner()) ? holder : Optional.empty();
        }
        OpenCartTable.set(in, owner, holder);
    }
}
