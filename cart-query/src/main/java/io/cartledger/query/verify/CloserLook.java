package io.cartledger.query.verify;

import io.cartledger.cart.CartEvent;
import io.cartledger.cart.CartEvents;
import io.cartledger.cart.CartState;
import io.cartledger.cart.CustomerId;
import io.cartledger.cart.Ticket;
import io.cartledger.customer.CustomerEvents;
import io.cartledger.query.generation.ViewConnection;
import io.cartledger.query.history.LineChange;
import io.cartledger.query.parked.Aggregate;
import io.cartledger.query.parked.ParkedJson;
import io.cartledger.query.verify.ChangeSketch.Range;
import io.cartledger.query.verify.Sessions.Session;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;

/**
 * Says which rows of changes are otherwise, where it is known that some are: folds again what has an event in the range.
 * Memory holds the rows of one range. Confined to one thread.
 */
final class CloserLook {

    /** Most ranges that are looked at: each takes as long as its carts have events. */
    private static final int MOST_RANGES = 64;

    private static final String AGGREGATES = """
            select distinct aggregate_type, aggregate_id
            from ledger.event
            where position between ? and ?
            """;

    /** Of one range, most rows that are read: nobody looks at more. */
    private static final int MOST_ROWS = 100_000;

    private final Scope scope;
    private final Session session;

    CloserLook(Scope scope, Session session) {
        this.scope = scope;
        this.session = session;
    }

    /** What is to be in a range, what is there, and of which aggregates nothing can be said. */
    private static final class Changes {
        private final Map<Long, FoldedChange> made = new TreeMap<>();
        private final Map<Long, FoldedChange> found = new TreeMap<>();
        private final Set<String> unfoldable = new HashSet<>();
    }

    void at(List<Range> ranges) throws SQLException {
        for (int i = 0; i < ranges.size(); i++) {
            scope.stopping().requireWanted();
            if (i < MOST_RANGES) {
                at(ranges.get(i));
            } else {
                scope.findings()
                        .add(Finding.at(
                                "read-model",
                                ranges.get(i).first(),
                                "change and change_line have other rows than the events make up to position "
                                        + ranges.get(i).last()));
            }
        }
    }

    private void at(Range range) throws SQLException {
        var changes = new Changes();
        for (Aggregate aggregate : aggregates(range)) {
            fold(aggregate, range, changes);
        }
        readFound(range, changes.found);
        var positions = new TreeSet<>(changes.made.keySet());
        positions.addAll(changes.found.keySet());
        for (long position : positions) {
            compare(position, changes);
        }
    }

    private List<Aggregate> aggregates(Range range) throws SQLException {
        if (range.first() > scope.position()) {
            return List.of();
        }
        try (PreparedStatement statement = session.ledger().prepareStatement(AGGREGATES)) {
            statement.setLong(1, range.first());
            statement.setLong(2, range.last());
            var aggregates = new ArrayList<Aggregate>();
            try (ResultSet row = statement.executeQuery()) {
                while (row.next()) {
                    aggregates.add(new Aggregate(row.getString(1), row.getString(2)));
                }
            }
            return aggregates;
        }
    }

    private void fold(Aggregate aggregate, Range range, Changes changes) throws SQLException {
        ParkedJson parked = scope.parked().get(aggregate);
        long last = parked == null ? range.last() : Math.min(range.last(), parked.position() - 1);
        CartState cart = CartState.NONE;
        boolean foldable = true;
        try (BinaryRows rows =
                EventRow.ofAggregate(session.ledger(), aggregate.type(), aggregate.id(), last, scope.stopping())) {
            while (rows.next()) { // to the end: to break off a COPY is to end the transaction
                EventRow row = EventRow.of(rows);
                if (foldable) {
                    try {
                        cart = fold(aggregate, cart, row, range, changes.made);
                    } catch (RuntimeException e) {
                        foldable = false; // which the walk has told of
                    }
                }
            }
        }
        if (!foldable) {
            changes.unfoldable.add(aggregate.id());
        }
    }

    private static CartState fold(
            Aggregate aggregate, CartState before, EventRow row, Range range, Map<Long, FoldedChange> made) {
        boolean isIn = row.position() >= range.first();
        if (aggregate.type().equals(CustomerEvents.AGGREGATE_TYPE)) {
            if (isIn) {
                Ticket ticket = CustomerWalk.ticket(CustomerEvents.CODEC.read(row.event()));
                made(row, made).row = ChangeRow.of(row, null, aggregate.id(), ticket);
            }
            return before;
        }
        CartEvent event = CartEvents.CODEC.read(row.event());
        CartState after = before.apply(row.sequenceNumber(), event);
        if (isIn) {
            String customer = after.customer().map(CustomerId::value).orElse(null);
            ChangeRow change = ChangeRow.of(row, aggregate.id(), customer, CartWalk.ticket(event));
            made(row, made).row = change;
            for (LineChange line : LineChange.between(before, after)) {
                made(row, made)
                        .lines
                        .add(new FoldedChange.Line(
                                line.item().itemId().value(),
                                line.item().sku().value(),
                                line.unitsBefore(),
                                line.unitsAfter()));
            }
        }
        return after;
    }

    private static FoldedChange made(EventRow row, Map<Long, FoldedChange> made) {
        return made.computeIfAbsent(row.position(), position -> new FoldedChange());
    }

    private void readFound(Range range, Map<Long, FoldedChange> found) throws SQLException {
        ViewConnection view = session.view();
        String inRange = " where position between " + range.first() + " and " + range.last() + " limit " + MOST_ROWS;
        try (var rows = new BinaryRows(view.jdbc(), view.generation().sql(ChangeRow.SQL + inRange), scope.stopping())) {
            while (rows.next()) {
                FoldedChange change = found.computeIfAbsent(rows.int8(), position -> new FoldedChange());
                change.row = ChangeRow.read(rows);
            }
        }
        try (var rows =
                new BinaryRows(view.jdbc(), view.generation().sql(ChangeRows.LINES + inRange), scope.stopping())) {
            while (rows.next()) {
                found.computeIfAbsent(rows.int8(), position -> new FoldedChange())
                        .lines
                        .add(new FoldedChange.Line(rows.text(), rows.text(), rows.int4(), rows.int4()));
            }
        }
    }

    private void compare(long position, Changes changes) {
        FoldedChange made = changes.made.getOrDefault(position, FoldedChange.NOTHING);
        FoldedChange found = changes.found.getOrDefault(position, FoldedChange.NOTHING);
        ChangeRow named = made.row == null ? found.row : made.row;
        boolean same = Objects.equals(made.row, found.row) && made.lines.equals(found.lines);
        String cart = named == null ? null : named.cart();
        String customer = named == null ? null : named.customer();
        if (!same && (cart == null || !changes.unfoldable.contains(cart))) {
            scope.findings()
                    .add(new Finding(
                            "read-model",
                            cart,
                            cart == null && customer != null ? "Customer/" + customer : null,
                            position,
                            made.difference(found)));
        }
    }
}
