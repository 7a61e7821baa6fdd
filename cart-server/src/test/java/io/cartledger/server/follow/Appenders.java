package io.cartledger.server.follow;

import io.cartledger.command.testing.TestDatabase;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;

/**
 * Two processes that append to one ledger, round by round. In some rounds one of them is killed, or both, in the middle
 * of appending, and another takes its place.
 *
 * <p>Used by one thread.
 */
final class Appenders implements AutoCloseable {

    private static final int PROCESSES = 2;
    private static final int COMMANDS = 6; // by each thread of a process
    private static final int WITHOUT_END = 1_000_000;
    private static final int MOST_ACKS_BEFORE_KILL = 100;

    private final TestDatabase database;
    private final Random random;
    private final List<Appender> alive = new ArrayList<>();
    private final List<Appender> killed = new ArrayList<>();

    private Appenders(TestDatabase database, long seed) {
        this.database = database;
        this.random = new Random(seed);
    }

    static Appenders start(TestDatabase database, long seed) {
        var appenders = new Appenders(database, seed);
        appenders.fillUp();
        return appenders;
    }

    /** Every process sends its commands; returns once all are answered. */
    void append(int round) {
        alive.forEach(appender -> appender.begin(round, COMMANDS));
        alive.forEach(Appender::awaitDone);
    }

    /** The same, but at least one process is killed on the way. */
    void appendAndKill(int round) {
        List<Appender> doomed =
                random.nextBoolean() ? List.copyOf(alive) : List.of(alive.get(random.nextInt(PROCESSES)));
        alive.removeAll(doomed);
        killed.addAll(doomed);
        doomed.forEach(appender -> appender.begin(round, WITHOUT_END));
        alive.forEach(appender -> appender.begin(round, COMMANDS));
        doomed.forEach(appender -> appender.killAfter(1 + random.nextInt(MOST_ACKS_BEFORE_KILL)));
        alive.forEach(Appender::awaitDone);
        fillUp();
    }

    private void fillUp() {
        var fresh = new ArrayList<Appender>();
        while (alive.size() < PROCESSES) {
            String name = "p" + (alive.size() + killed.size());
            var appender = Appender.launch(database, name, random.nextLong());
            alive.add(appender);
            fresh.add(appender);
        }
        fresh.forEach(Appender::awaitReady);
    }

    /** Every process that there has been. */
    List<Appender> all() {
        var all = new ArrayList<>(killed);
        all.addAll(alive);
        return all;
    }

    List<Appender> killed() {
        return killed;
    }

    @Override
    public void close() {
        all().forEach(Appender::close);
    }
}
