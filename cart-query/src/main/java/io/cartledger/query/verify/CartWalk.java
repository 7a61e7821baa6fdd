package io.cartledger.query.verify;

import io.cartledger.cart.CartEvent;
import io.cartledger.cart.CartEvent.LineCorrected;
import io.cartledger.cart.CartEvents;
import io.cartledger.cart.CartId;
import io.cartledger.cart.CartState;
import io.cartledger.cart.CartStatus;
import io.cartledger.cart.CustomerId;
import io.cartledger.cart.Line;
import io.cartledger.cart.Sku;
import io.cartledger.cart.Ticket;
import io.cartledger.query.cart.CartTable;
import io.cartledger.query.cart.OpenCartTable;
import io.cartledger.query.history.LineChange;
import io.cartledger.query.verify.Aside.PlaceMove;
import io.cartledger.query.verify.Aside.Use;
import io.cartledger.query.verify.ComparedTable.Taking;
import io.cartledger.query.verify.Sessions.Session;
import java.sql.SQLException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** Goes through carts. */
final class CartWalk extends Walk {

    private static final int MOST_UNJUDGED = 10_000;

    private final ViewTables tables = new ViewTables(ViewTables.CARTS);
    private final ChangeRows rows = new ChangeRows();
    private final Map<CartId, CartState> page = new HashMap<>(); // as the read model is to have them
    private final List<PlaceMove> moves = new ArrayList<>();
    private final List<Use> uses = new ArrayList<>();
    private String cartId = "";
    private CartState cart = CartState.NONE;
    private CartState inViewNow = CartState.NONE;

    CartWalk(Scope scope, Session session) {
        super(scope, session, CartEvents.AGGREGATE_TYPE);
    }

    @Override
    void begin(String aggregateId) {
        cartId = aggregateId;
        cart = CartState.NONE;
        inViewNow = CartState.NONE;
        scope.carts().increment();
    }

    @Override
    Object fold(EventRow row, boolean inView) {
        var id = new CartId(cartId);
        CartEvent event = CartEvents.CODEC.read(row.event());
        CartState before = cart;
        CartState after = before.apply(row.sequenceNumber(), event);
        ChangeRow change = ChangeRow.of(
                row, cartId, after.customer().map(CustomerId::value).orElse(null), ticket(event));
        OpenCartTable.moves(row.position(), id, before, event, after).stream()
                .map(move -> new PlaceMove(move, inView))
                .forEach(moves::add);
        cart = after;
        if (inView) {
            inViewNow = after;
            rows.made(row, change, LineChange.between(before, after), scope.changes()::expect);
        }
        return after;
    }

    static @Nullable Ticket ticket(CartEvent event) {
        return event instanceof LineCorrected corrected ? corrected.ticket() : null;
    }

    @Override
    void end(Instant lastRecorded, boolean whole) {
        if (inViewNow.exists()) {
            page.put(new CartId(cartId), inViewNow);
        }
        if (!whole && scope.unfoldableCarts().size() < MOST_UNJUDGED) {
            scope.unfoldableCarts().add(cartId);
            if (cart.owner() != null) {
                scope.unjudged().add(cart.owner().key());
            }
        }
        boolean ordered = cart.status() == CartStatus.CHECKED_OUT;
        if (cart.isOpen() || ordered) {
            long period = ordered ? period(lastRecorded) : 0;
            cart.customer()
                    .ifPresent(customer -> units(cart)
                            .forEach((sku, units) -> uses.add(new Use(customer.value(), sku.value(), period, units))));
        }
    }

    private long period(Instant ordered) {
        return ordered.getEpochSecond() < scope.period() ? DerivedTables.EARLIER : scope.period();
    }

    private static Map<Sku, Long> units(CartState cart) {
        return cart.lines().values().stream()
                .collect(Collectors.groupingBy(line -> line.item().sku(), Collectors.summingLong(CartWalk::units)));
    }

    private static long units(Line line) {
        return line.quantity().units();
    }

    @Override
    void compare(String after, String last, Taking taking) throws SQLException {
        scope.aside().add(moves, uses);
        moves.clear();
        uses.clear();
        CartTable.save(tables, Map.of(), page);
        page.clear();
        tables.compare(session.view(), after, last, scope.stopping(), taking);
    }
}
