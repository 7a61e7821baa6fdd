package io.cartledger.query.verify;

import io.cartledger.query.generation.ViewConnection;
import io.cartledger.query.verify.Sessions.Session;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** What there is to be looked at, in parts, each of which one of several threads takes. */
final class Parts {

    private static final Logger LOG = LoggerFactory.getLogger(Parts.class);

    /** PostgreSQL may read and sort all events for each range. */
    private static final int CARTS_PER_RANGE = 100_000;

    private static final String CARTS = """
            select count(*)
            from view_n.cart
            """;

    private static final String BOUNDS = """
            select unnest(percentile_disc(?::float8[]) within group (order by cart_id))
            from view_n.cart
            """;

    private final Scope scope;
    private final List<Session> sessions;

    /** @param sessions one for each thread */
    Parts(Scope scope, List<Session> sessions) {
        this.scope = scope;
        this.sessions = sessions;
    }

    /** Looks at something with the connections of one thread. */
    interface Look {
        void at(Session session) throws SQLException;
    }

    private record Part(String name, Look look) {

        void look(Session session) throws SQLException {
            long begun = System.nanoTime();
            look.at(session);
            LOG.debug("Verified {} in {} ms", name, (System.nanoTime() - begun) / 1_000_000);
        }
    }

    /** Goes through carts and customers' files; returns once it has. */
    void walk() throws SQLException {
        var parts = new ArrayList<Part>();
        String after = "";
        for (String last : bounds(sessions.getFirst().view())) {
            String from = after;
            parts.add(new Part("carts", session -> new CartWalk(scope, session).run(from, last)));
            after = last;
        }
        parts.add(new Part("customers", session -> new CustomerWalk(scope, session).run("", ComparedTable.END)));
        run(parts);
    }

    /**
     * Looks at all the rest, the longest first; likewise.
     *
     * @param derived looks at what is derived from what the walk has put aside
     */
    void checkRest(Look derived) throws SQLException {
        var order = new LedgerOrder(scope);
        ChangeSketch changes = scope.changes();
        run(List.of(
                new Part("derived", derived),
                new Part(
                        "changes",
                        session -> ChangeRows.read(session.view(), ChangeRow.SQL, scope.stopping(), changes::found)),
                new Part("order", session -> order.checkOrder(session.ledger())),
                new Part("ids", session -> order.checkIds(session.ledger())),
                new Part(
                        "lines",
                        session -> ChangeRows.read(session.view(), ChangeRows.LINES, scope.stopping(), changes::found)),
                new Part("types", session -> order.checkTypes(session.ledger())),
                new Part("keys", session -> order.checkKeys(session.ledger()))));
    }

    private void run(List<Part> parts) throws SQLException {
        Queue<Part> waiting = new ConcurrentLinkedQueue<>(parts);
        var failures = new ConcurrentLinkedQueue<Throwable>();
        try (ExecutorService threads = Executors.newFixedThreadPool(
                sessions.size(),
                Thread.ofPlatform().name("ledger-verify-", 1).daemon().factory())) {
            for (Session session : sessions) {
                threads.execute(() -> look(waiting, session, failures));
            }
        }
        Throwable cause = failures.peek(); // the first; others fail because they are stopped
        if (cause != null) {
            throw new SQLException("a part of it has failed", cause);
        }
    }

    /** If a part fails, what the others would find out is not the whole either. */
    private void look(Queue<Part> waiting, Session session, Queue<Throwable> failures) {
        try {
            for (Part part = waiting.poll(); part != null; part = waiting.poll()) {
                scope.stopping().requireWanted();
                part.look(session);
            }
        } catch (Throwable e) {
            failures.add(e);
            scope.stopping().stop();
        }
    }

    /** Carts are divided as the read model has them; were they not there, one thread would do it all. */
    private List<String> bounds(ViewConnection view) throws SQLException {
        long count = Sessions.number(view.jdbc(), view.generation().sql(CARTS));
        int ranges = (int) Math.max(sessions.size(), count / CARTS_PER_RANGE);
        var fractions = new Double[ranges - 1];
        for (int i = 0; i < fractions.length; i++) {
            fractions[i] = (i + 1.0) / ranges;
        }
        var bounds = new ArrayList<String>();
        try (PreparedStatement statement = view.prepare(BOUNDS)) {
            statement.setObject(1, fractions);
            try (ResultSet row = statement.executeQuery()) {
                while (row.next()) {
                    String bound = row.getString(1);
                    if (bound != null && (bounds.isEmpty() || !bounds.getLast().equals(bound))) {
                        bounds.add(bound);
                    }
                }
            }
        }
        bounds.add(ComparedTable.END);
        return bounds;
    }
}
