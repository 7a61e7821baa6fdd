package io.cartledger.query.verify;

import io.cartledger.query.generation.Generation;
import io.cartledger.query.generation.ViewConnection;
import io.cartledger.query.ledger.EventSource;
import io.cartledger.query.parked.Aggregate;
import io.cartledger.query.parked.ParkedJson;
import io.cartledger.query.parked.ParkedTable;
import io.cartledger.query.projection.Progress;
import io.cartledger.query.verify.ChangeSketch.Range;
import io.cartledger.query.verify.Sessions.Session;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.LongAdder;
import java.util.concurrent.locks.LockSupport;
import javax.sql.DataSource;
import org.jspecify.annotations.Nullable;

/**
 * One verification of all there is, at one moment. It runs on threads of its own; who has begun it may look how far it is,
 * and ends it by closing it.
 */
final class Verification implements AutoCloseable {

    private static final Duration PATIENCE_WITH_READ_MODEL = Duration.ofSeconds(30);
    private static final Duration BETWEEN_LOOKS = Duration.ofMillis(50);
    private static final int MOST_THREADS = 4;
    private static final int CARTS_PER_RANGE = 20_000;
    private static final int RANGES_PER_THREAD = 4; // so that all threads have something to do to the end

    private static final String CARTS = "select count(*) from view_n.cart";

    private static final String BOUNDS = """
            select unnest(percentile_disc(?::float8[]) within group (order by cart_id))
            from view_n.cart
            """;

    private static final String NOW = "select extract(epoch from clock_timestamp())::bigint";

    private final DataSource connections;
    private final Generation generation;
    private final Duration period;
    private final Findings findings = new Findings();
    private final LongAdder checked = new LongAdder();
    private final LongAdder carts = new LongAdder();
    private final CountDownLatch done = new CountDownLatch(1);
    private final long begun = System.nanoTime();
    private volatile boolean stopped;
    private volatile long head;
    private volatile @Nullable Sessions sessions;
    private volatile @Nullable Exception failure;

    /**
     * @param connections new ones, of the role that owns the read model and reads the ledger
     * @param generation of the read model, the one that is read
     * @param period in which check-outs count against purchase limits
     */
    Verification(DataSource connections, Generation generation, EventSource events, Duration period)
            throws SQLException {
        this.connections = connections;
        this.generation = generation;
        this.period = period;
        this.head = events.head();
    }

    /**
     * How far it is.
     *
     * @param checked events that have been folded
     * @param head the ledger's last position when it began
     * @param perSecond events
     */
    record HowFar(long checked, long head, long perSecond) {}

    /**
     * What has come of it.
     *
     * @param clean whether nothing was found
     * @param events how many there are
     * @param findings how many there are
     */
    record Result(boolean clean, long events, long carts, long findings, double seconds) {}

    /** Begins it. */
    void start() {
        Thread.ofPlatform().name("ledger-verify").daemon().start(this::run);
    }

    /** @return whether it is done by then */
    boolean await(Duration time) throws InterruptedException {
        return done.await(time.toMillis(), TimeUnit.MILLISECONDS);
    }

    Findings findings() {
        return findings;
    }

    HowFar progress() {
        return new HowFar(checked.sum(), head, (long) (checked.sum() / seconds()));
    }

    /** @throws SQLException if it could not be brought to its end */
    Result result() throws SQLException {
        Exception cause = failure;
        if (cause != null) {
            throw new SQLException("the verification has failed", cause);
        }
        return new Result(
                findings.count() == 0, checked.sum(), carts.sum(), findings.count(), Math.round(seconds() * 1e3) / 1e3);
    }

    private double seconds() {
        return (System.nanoTime() - begun) / 1e9;
    }

    private void run() {
        int threads = Math.clamp(Runtime.getRuntime().availableProcessors(), 2, MOST_THREADS);
        try {
            awaitReadModel();
            try (var all = new Sessions(connections, connections, generation, threads)) {
                sessions = all;
                verify(all);
            }
        } catch (SQLException | RuntimeException e) {
            failure = e;
        } finally {
            done.countDown();
        }
    }

    /** One that stands still is a finding, and compared where it stands. */
    private void awaitReadModel() throws SQLException {
        long deadline = System.nanoTime() + PATIENCE_WITH_READ_MODEL.toNanos();
        try (Connection connection = connections.getConnection()) {
            var view = new ViewConnection(connection, generation);
            long position = Progress.read(view).position();
            while (position < head && !stopped) {
                if (System.nanoTime() - deadline > 0) {
                    findings.add(Finding.at(
                            "read-model",
                            position,
                            "it has stood behind position " + head + " for " + PATIENCE_WITH_READ_MODEL.toSeconds()
                                    + " s"));
                    return;
                }
                LockSupport.parkNanos(BETWEEN_LOOKS.toNanos());
                position = Progress.read(view).position();
            }
        }
    }

    private void verify(Sessions all) throws SQLException {
        Session first = all.all().getFirst();
        head = all.head();
        var changes = new ChangeSketch(all.position());
        long length = period.toSeconds();
        long now = Sessions.number(first.ledger(), NOW) / length * length;
        try (var aside = new Aside(all.aside(), generation)) {
            var scope = new Scope(
                    all.position(), parked(first), now, changes, aside, findings, checked, carts, () -> stopped);
            if (all.position() > all.head()) {
                findings.add(Finding.at(
                        "read-model",
                        all.position(),
                        "it has got to a position that the ledger, at " + all.head() + ", does not have"));
            }
            inParallel(tasks(scope, bounds(first, all.all().size())), all.all());
            aside.flush();
            var derived = new DerivedTables(findings, all.aside(), first.view());
            derived.checkOpenCarts();
            derived.checkUses(now);
            derived.checkAllowances();
            List<Range> different = changes.different();
            if (!different.isEmpty()) {
                new CloserLook(scope, first).at(different);
            }
        }
    }

    private Map<Aggregate, ParkedJson> parked(Session session) throws SQLException {
        var parked = new HashMap<Aggregate, ParkedJson>();
        for (ParkedJson one : ParkedTable.list(session.view())) {
            parked.put(new Aggregate(one.aggregateType(), one.aggregateId()), one);
            boolean discarded = one.discardedAt() != null;
            var finding = Finding.of(
                    "parked",
                    one.aggregateType(),
                    one.aggregateId(),
                    one.position(),
                    one.cause() + (discarded ? "; discarded: " + one.discardReason() : ""));
            if (discarded) {
                findings.addDiscarded(finding);
            } else {
                findings.add(finding);
            }
        }
        return parked;
    }

    private interface Task {
        void run(Session session) throws SQLException;
    }

    /** The longest first. */
    private List<Task> tasks(Scope scope, List<String> bounds) {
        var order = new LedgerOrder(findings);
        var tasks = new ArrayList<Task>();
        tasks.add(session -> ChangeRows.read(session.view(), ChangeRows.CHANGES, scope.changes()::found));
        tasks.add(session -> order.checkOrder(session.ledger()));
        tasks.add(session -> ChangeRows.read(session.view(), ChangeRows.LINES, scope.changes()::found));
        tasks.add(session -> order.checkIds(session.ledger()));
        tasks.add(session -> order.checkKeys(session.ledger()));
        tasks.add(session -> new CustomerWalk(scope, session).run("", ComparedTable.END));
        String after = "";
        for (String last : bounds) {
            String from = after;
            tasks.add(session -> new CartWalk(scope, session).run(from, last));
            after = last;
        }
        return tasks;
    }

    /** Carts are divided as the read model has them; were they not there, one thread would do it all. */
    private List<String> bounds(Session session, int threads) throws SQLException {
        long count = Sessions.number(session.view().jdbc(), generation.sql(CARTS));
        int ranges = (int) Math.max((long) threads * RANGES_PER_THREAD, count / CARTS_PER_RANGE + 1);
        var fractions = new Double[ranges - 1];
        for (int i = 0; i < fractions.length; i++) {
            fractions[i] = (i + 1.0) / ranges;
        }
        var bounds = new ArrayList<String>();
        try (PreparedStatement statement = session.view().prepare(BOUNDS)) {
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

    private void inParallel(List<Task> tasks, List<Session> threads) throws SQLException {
        Queue<Task> queue = new ConcurrentLinkedQueue<>(tasks);
        try (ExecutorService executor = Executors.newFixedThreadPool(
                threads.size(),
                Thread.ofPlatform().name("ledger-verify-", 1).daemon().factory())) {
            List<Future<?>> working = threads.stream()
                    .<Future<?>>map(session -> executor.submit(() -> {
                        for (Task task = queue.poll(); task != null && !stopped; task = queue.poll()) {
                            task.run(session);
                        }
                        return null;
                    }))
                    .toList();
            SQLException failed = null;
            for (Future<?> work : working) {
                try {
                    work.get();
                } catch (ExecutionException e) {
                    stop(); // what the others find out is not the whole either
                    failed = new SQLException("a part of it has failed", e.getCause());
                } catch (InterruptedException e) {
                    Thread.currentThread().interrupt();
                    stop();
                    failed = new SQLException("interrupted", e);
                }
            }
            if (failed != null) {
                throw failed;
            }
        }
    }

    private void stop() {
        stopped = true;
        Sessions open = sessions;
        if (open != null) {
            open.cancel();
        }
    }

    /** Ends it, if it is not done. */
    @Override
    public void close() {
        if (done.getCount() > 0) {
            stop();
        }
    }
}
