package io.cartledger.query.history;

import io.cartledger.cart.Caller;
import io.cartledger.cart.CartCommand;
import io.cartledger.cart.CartId;
import io.cartledger.cart.CustomerId;
import io.cartledger.ledger.Origin;
import io.cartledger.ledger.Origin.Source;
import io.cartledger.query.consistency.Freshness;
import io.cartledger.query.consistency.LiveView;
import io.cartledger.query.consistency.View;
import io.cartledger.query.consistency.ViewPosition;
import io.cartledger.query.consistency.ViewReader;
import io.cartledger.query.history.Histories.History;
import io.cartledger.query.ledger.LedgerEventSource;
import io.cartledger.query.ledger.RefusalSource;
import io.cartledger.query.ledger.ShortPages;
import io.cartledger.query.page.PageRequest;
import io.cartledger.query.projection.TestView;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicInteger;
import javax.sql.DataSource;
import org.jspecify.annotations.Nullable;

/** A shop with a real ledger and read model, whose history is read. */
final class HistoryShop {

    static final Caller SUPPORT = new Caller(Caller.Kind.SUPPORT, "anna");

    private static final Source PHONE = new Source("203.0.113.7", "s-1", "Phone/1.0");

    final TestView view = new TestView();
    private final AtomicInteger requests = new AtomicInteger();
    private final Histories histories = histories(view.view);

    /** @param connections that both sides are read by */
    static Histories histories(DataSource connections) {
        var live = new LiveView();
        live.set(new View(TestView.GENERATION, new ViewPosition()));
        return new Histories(
                new ViewReader(connections, live, Duration.ofSeconds(1)),
                new RefusalSource(connections),
                new ShortPages(new LedgerEventSource(connections)));
    }

    /** Of somebody with a phone; for example {@code customer/4421}. */
    void send(String caller, CartCommand command) throws SQLException {
        String[] names = caller.split("/", 2);
        String request = "r-" + requests.incrementAndGet();
        view.send(
                command,
                new Origin(
                        "api",
                        Instant.EPOCH,
                        names[0],
                        names[1],
                        "app",
                        request,
                        request,
                        UUID.randomUUID(),
                        "k-1",
                        null,
                        PHONE));
        view.catchUp();
    }

    /** Writes down a refusal; its request is named for it. */
    void refuse(Instant receivedAt, String code, @Nullable String cart, @Nullable String caller, String request) {
        String[] names = caller == null ? new String[2] : caller.split("/", 2);
        view.jdbc
                .sql("""
                        insert into ledger.refusal
                          (received_at, code, status, method, route, cart_id, sku, actor_kind, actor, ip_hash, request_id)
                        values (?::timestamptz, ?, 409, 'POST', '/carts/{cartId}/items', ?, 'DRN-7X', ?, ?, '\\x00', ?)
                        """)
                .params(receivedAt.toString(), code, cart, names[0], names[1], request)
                .update();
    }

    static HistoryQuery wanted(Caller caller, int limit, @Nullable String cursor, boolean newestFirst) {
        var page = PageRequest.of("history", limit, cursor);
        return new HistoryQuery(page, newestFirst, new Freshness(0, -1), caller);
    }

    Optional<History> of(CartId cart, Caller caller) {
        return histories.of(cart, wanted(caller, PageRequest.MOST_LIMIT, null, false));
    }

    History page(CartId cart, int limit, @Nullable String cursor, boolean newestFirst) {
        return histories.of(cart, wanted(SUPPORT, limit, cursor, newestFirst)).orElseThrow();
    }

    History page(CustomerId customer, int limit, @Nullable String cursor, boolean newestFirst) {
        return histories.of(customer, wanted(SUPPORT, limit, cursor, newestFirst));
    }
}
