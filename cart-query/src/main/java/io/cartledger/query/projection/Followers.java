package io.cartledger.query.projection;

import io.cartledger.ledger.CommitListener;
import io.cartledger.ledger.Seals;
import io.cartledger.query.consistency.LiveView;
import io.cartledger.query.consistency.View;
import io.cartledger.query.consistency.ViewPosition;
import io.cartledger.query.generation.Generation;
import io.cartledger.query.generation.Generation.State;
import io.cartledger.query.generation.GenerationTable;
import io.cartledger.query.generation.ViewConnection;
import io.cartledger.query.ledger.EventSource;
import io.cartledger.query.parked.ParkedTable;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.locks.LockSupport;
import javax.sql.DataSource;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Keeps up every generation of the read model that this software knows how to fold, and says which is read: the last one
 * that is complete and not of a newer fold. One of an older fold is read until there is one of this fold, and is moved on
 * by the nodes that know it.
 *
 * <p>One thread looks for generations; {@link #committed} and the accessors may be called by any.
 */
public final class Followers implements CommitListener, AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(Followers.class);
    private static final Duration BETWEEN_LOOKS = Duration.ofMillis(500);
    private static final Duration PATIENCE_AT_CLOSE = Duration.ofSeconds(5);

    private final DataSource connections;
    private final EventSource events;
    private final Seals seals;
    private final int foldRevision;
    private final LiveView live;
    private final MeterRegistry meters;
    private final Map<Integer, View> views = new HashMap<>();
    private final Map<Integer, Follower> followers = new ConcurrentHashMap<>();
    private final Thread thread =
            Thread.ofPlatform().name("view-generations").daemon().unstarted(this::look);
    private volatile boolean closed;
    private volatile int parked;

    /**
     * @param connections of the role that owns the read model
     * @param events what is followed
     * @param seals opens what is sealed in events
     * @param foldRevision of this software's fold
     * @param live is told which generation is read
     */
    public Followers(
            DataSource connections,
            EventSource events,
            Seals seals,
            int foldRevision,
            LiveView live,
            MeterRegistry meters) {
        this.connections = connections;
        this.events = events;
        this.seals = seals;
        this.foldRevision = foldRevision;
        this.live = live;
        this.meters = meters;
        Gauge.builder("cart.view.position", live, LiveView::position)
                .description("Position that the read model is known to have reached")
                .register(meters);
        Gauge.builder("cart.view.parked", this, Followers::parked)
                .description("Carts and customers' files that could not be folded, and are waited for")
                .register(meters);
        Gauge.builder("cart.view.stopped", this, all -> all.stopCause().isPresent() ? 1 : 0)
                .description("1 if the next event is of newer software and the read model stands still")
                .register(meters);
    }

    /** Begins to follow. */
    public void start() {
        lookOnce();
        thread.start();
    }

    /** Why what is read stands still until other software or another node comes; empty while it is followed. */
    public Optional<String> stopCause() {
        return follower().flatMap(Follower::stopCause);
    }

    /** What went wrong at the last try to move on what is read, which is repeated; empty if that went well. */
    public Optional<String> failure() {
        return follower().flatMap(Follower::failure);
    }

    /** How many carts and customers' files of what is read could not be folded and are waited for, at the last look. */
    public int parked() {
        return parked;
    }

    private Optional<Follower> follower() {
        return live.find().map(view -> followers.get(view.generation().number()));
    }

    @Override
    public void committed(long position) {
        followers.values().forEach(follower -> follower.committed(position));
    }

    private void look() {
        while (!closed) {
            LockSupport.parkNanos(this, BETWEEN_LOOKS.toNanos());
            lookOnce();
        }
    }

    private void lookOnce() {
        try (Connection connection = connections.getConnection()) {
            List<Generation> all = GenerationTable.all(connection);
            forgetOthers(all);
            for (Generation generation : all) {
                if (generation.state() != State.BUILDING && !closed) {
                    watch(connection, generation);
                }
            }
            choose(all);
            countParked(connection);
        } catch (Throwable e) { // also an Error: no look would follow
            if (!closed) {
                LOG.warn("Could not look for generations of the read model, trying again: {}", e.toString());
            }
        }
    }

    private void countParked(Connection connection) throws SQLException {
        View read = live.find().orElse(null);
        parked = read == null ? 0 : ParkedTable.waiting(new ViewConnection(connection, read.generation()));
    }

    private void forgetOthers(List<Generation> all) {
        List<Integer> numbers = all.stream().map(Generation::number).toList();
        views.keySet().retainAll(numbers);
        followers.forEach((number, follower) -> {
            if (!numbers.contains(number)) {
                followers.remove(number);
                follower.close();
            }
        });
    }

    private void watch(Connection connection, Generation generation) throws SQLException {
        View view = views.computeIfAbsent(generation.number(), number -> new View(generation, new ViewPosition()));
        if (generation.foldRevision() == foldRevision) {
            followers.computeIfAbsent(generation.number(), number -> started(view));
        } else if (generation.foldRevision() < foldRevision) {
            view.position()
                    .reached(Progress.read(new ViewConnection(connection, generation))
                            .position());
        }
    }

    private Follower started(View view) {
        var follower = new Follower(connections, view, events, seals, meters);
        follower.start();
        return follower;
    }

    /** Nobody who has seen something shall see less: the next one is read once it has got as far. */
    private void choose(List<Generation> all) {
        View current = live.find().orElse(null);
        View last = last(all);
        if (last != null
                && !last.equals(current)
                && (isGone(current) || last.position().current() >= live.position())) {
            live.set(last);
            if (current != null) {
                LOG.info(
                        "Queries read generation {} of the read model",
                        last.generation().number());
            }
        }
    }

    private boolean isGone(@Nullable View view) {
        return view == null || !views.containsKey(view.generation().number());
    }

    private @Nullable View last(List<Generation> all) {
        return all.stream()
                .filter(generation -> generation.state() == State.COMPLETE && generation.foldRevision() <= foldRevision)
                .max(Generation.BY_PRECEDENCE)
                .map(generation -> views.get(generation.number()))
                .orElse(null);
    }

    /** Lets the steps under way finish. */
    @Override
    public void close() {
        closed = true;
        LockSupport.unpark(thread);
        try {
            thread.join(PATIENCE_AT_CLOSE); // or it might start one after them
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        followers.values().forEach(Follower::close);
    }
}
