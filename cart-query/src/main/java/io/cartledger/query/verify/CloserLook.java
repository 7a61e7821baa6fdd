package io.cartledger.query.verify;

import io.cartledger.cart.CartEvents;
import io.cartledger.cart.CartState;
import io.cartledger.cart.CustomerId;
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
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

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

    /** A change with its lines. */
    private static final class Change {
        private @Nullable String cart;
        private @Nullable String customer;
        private String change = "no row";
        private final Set<String> lines = new TreeSet<>();
    }

    /** What is to be in a range, what is there, and of which aggregates nothing can be said. */
    private static final class Changes {
        private final Map<Long, Change> made = new TreeMap<>();
        private final Map<Long, Change> found = new TreeMap<>();
        private final Set<String> unfoldable = new HashSet<>();
    }

    void at(List<Range> ranges) throws SQLException {
        for (int i = 0; i < ranges.size(); i++) {
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
        try (BinaryRows rows = EventRow.ofAggregate(session.ledger(), aggregate.type(), aggregate.id(), last)) {
            while (rows.next()) { // to the end: to break off a COPY is to end the transaction
                EventRow row = EventRow.of(rows);
                if (foldable) {
                    CartState before = cart;
                    Optional<CartState> after = after(aggregate, before, row);
                    foldable = after.isPresent();
                    cart = after.orElse(before);
                    if (foldable && row.position() >= range.first()) {
                        add(aggregate, row, before, cart, changes.made);
                    }
                }
            }
        }
        if (!foldable) {
            changes.unfoldable.add(aggregate.id());
        }
    }

    /** Empty if it cannot be folded, which the walk has told of. */
    private static Optional<CartState> after(Aggregate aggregate, CartState before, EventRow row) {
        try {
            return Optional.of(
                    aggregate.type().equals(CartEvents.AGGREGATE_TYPE)
                            ? before.apply(row.sequenceNumber(), CartEvents.CODEC.read(row.event()))
                            : before);
        } catch (RuntimeException e) {
            return Optional.empty();
        }
    }

    private static void add(
            Aggregate aggregate, EventRow row, CartState before, CartState after, Map<Long, Change> made) {
        Change change = made.computeIfAbsent(row.position(), position -> new Change());
        boolean isFile = aggregate.type().equals(CustomerEvents.AGGREGATE_TYPE);
        change.cart = isFile ? null : aggregate.id();
        change.customer = isFile
                ? aggregate.id()
                : after.customer().map(CustomerId::value).orElse(null);
        change.change = change(change, row.sequenceNumber(), row.event().type(), row.recordedAt());
        for (LineChange line : LineChange.between(before, after)) {
            change.lines.add(line(
                    line.item().itemId().value(), line.item().sku().value(), line.unitsBefore(), line.unitsAfter()));
        }
    }

    private void readFound(Range range, Map<Long, Change> found) throws SQLException {
        ViewConnection view = session.view();
        String inRange = " where position between " + range.first() + " and " + range.last() + " limit " + MOST_ROWS;
        try (var rows = new BinaryRows(view.jdbc(), view.generation().sql(ChangeRows.CHANGES + inRange))) {
            while (rows.next()) {
                Change change = found.computeIfAbsent(rows.int8(), position -> new Change());
                change.cart = rows.textOrNull();
                change.customer = rows.textOrNull();
                change.change = change(change, rows.int8(), rows.text(), rows.int8());
            }
        }
        try (var rows = new BinaryRows(view.jdbc(), view.generation().sql(ChangeRows.LINES + inRange))) {
            while (rows.next()) {
                found.computeIfAbsent(rows.int8(), position -> new Change())
                        .lines
                        .add(line(rows.text(), rows.text(), rows.int4(), rows.int4()));
            }
        }
    }

    private static String change(Change change, long version, String type, long recordedAt) {
        return "cart " + change.cart + ", customer " + change.customer + ", version " + version + ", " + type + ", "
                + EventRow.instant(recordedAt);
    }

    private static String line(String itemId, String sku, int before, int after) {
        return itemId + " of SKU " + sku + " from " + before + " to " + after;
    }

    private void compare(long position, Changes changes) {
        Change made = changes.made.get(position);
        Change found = changes.found.get(position);
        Change named = made == null ? Objects.requireNonNull(found) : made;
        if (made != null && found != null && made.change.equals(found.change) && made.lines.equals(found.lines)) {
            return;
        }
        if (named.cart != null && changes.unfoldable.contains(named.cart)) {
            return;
        }
        String detail = "change and change_line have " + (found == null ? "nothing" : text(found))
                + (made == null ? ", which no event makes" : " where the events make " + text(made));
        scope.findings()
                .add(new Finding(
                        "read-model",
                        named.cart,
                        named.cart == null && named.customer != null ? "Customer/" + named.customer : null,
                        position,
                        detail));
    }

    private static String text(Change change) {
        return "(" + change.change + "; lines " + change.lines + ")";
    }
}
