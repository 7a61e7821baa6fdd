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
import java.sql.SQLException;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.LongAdder;
import java.util.concurrent.locks.LockSupport;
import javax.sql.DataSource;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One verification of all there is, at one moment. It runs on threads of its own; who has begun it may look how far it is,
 * and ends it by closing it.
 */
final class Verification implements AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(Verification.class);
    private static final Duration PATIENCE_WITH_READ_MODEL = Duration.ofSeconds(30);
    private static final Duration BETWEEN_CANCELS = Duration.ofSeconds(1);
    private static final int MOST_CANCELS = 10;
    private static final Duration BETWEEN_LOOKS = Duration.ofMillis(50);
    private static final int MOST_THREADS = 4;
    private static final String NOW = "select extract(epoch from clock_timestamp())::bigint";

    private final DataSource ledger;
    private final DataSource view;
    private final Generation generation;
    private final Duration period;
    private final Findings findings = new Findings();
    private final LongAdder checked = new LongAdder();
    private final LongAdder carts = new LongAdder();
    private final Stopping stopping = new Stopping();
    private final Runnable ended;
    private final CountDownLatch done = new CountDownLatch(1);
    private final long begun = System.nanoTime();
    private volatile long head;
    private volatile @Nullable Throwable failure;
    private volatile boolean complete;

    /**
     * @param ledger new connections of the role that reads the ledger
     * @param view new connections of the same role that read the read model, perhaps of another database
     * @param generation of the read model, the one that is read
     * @param period in which check-outs count against purchase limits
     * @param ended is called once its threads have ended; not before, whoever closes it
     */
    Verification(
            DataSource ledger,
            DataSource view,
            Generation generation,
            EventSource events,
            Duration period,
            Runnable ended)
            throws SQLException {
        this.ledger = ledger;
        this.view = view;
        this.generation = generation;
        this.period = period;
        this.ended = ended;
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
        if (!complete) {
            throw new SQLException("the verification has failed: " + failure, failure);
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
            stopping.requireWanted();
            try (var all = new Sessions(ledger, view, generation, threads)) {
                stopping.willCancel(all);
                verify(all);
            }
        } catch (Throwable e) { // whatever has ended it, memory that ran out as well, it has not looked at everything
            failure = e;
        } finally {
            ended.run();
            done.countDown();
        }
    }

    /** One that stands still is a finding, and compared where it stands. */
    private void awaitReadModel() throws SQLException {
        long deadline = System.nanoTime() + PATIENCE_WITH_READ_MODEL.toNanos();
        try (Connection connection = view.getConnection()) {
            var read = new ViewConnection(connection, generation);
            long position = Progress.read(read).position();
            while (position < head && !stopping.isStopped()) {
                if (System.nanoTime() - deadline > 0) {
                    findings.add(Finding.at(
                            "read-model",
                            position,
                            "it has stood behind position " + head + " for " + PATIENCE_WITH_READ_MODEL.toSeconds()
                                    + " s"));
                    return;
                }
                LockSupport.parkNanos(BETWEEN_LOOKS.toNanos());
                position = Progress.read(read).position();
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
                    all.position(),
                    parked(first),
                    now,
                    changes,
                    aside,
                    ConcurrentHashMap.newKeySet(),
                    ConcurrentHashMap.newKeySet(),
                    findings,
                    checked,
                    carts,
                    stopping);
            if (all.position() > all.head()) {
                findings.add(Finding.at(
                        "read-model",
                        all.position(),
                        "it has got to a position that the ledger, at " + all.head() + ", does not have"));
            }
            var parts = new Parts(scope, all.all());
            parts.walk();
            aside.flush();
            parts.checkRest(session -> {
                UnjudgedOwners.find(scope, all.aside(), session.view());
                new DerivedTables(scope, all.aside(), session.view()).check(now);
            });
            List<Range> different = changes.different();
            if (!different.isEmpty()) {
                new CloserLook(scope, first).at(different);
            }
        }
        complete = true;
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

    /** Ends it, if it is not done. */
    @Override
    public void close() {
        try {
            for (int i = 0; done.getCount() > 0 && i < MOST_CANCELS; i++) {
                stopping.stop();
                await(BETWEEN_CANCELS);
            }
            if (done.getCount() > 0) {
                LOG.warn("A verification that was broken off has not ended yet: this node begins no other before");
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
