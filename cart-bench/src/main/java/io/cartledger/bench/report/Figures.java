package io.cartledger.bench.report;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * All that a run has measured, as {@code latest.json} has it. Times are in milliseconds, rates in a second, CPU in
 * milliseconds for 1,000 requests, memory in megabytes. Filled by one thread.
 */
public final class Figures {

    /** On what, with what, and when. */
    public final Map<String, String> conditions = new TreeMap<>();

    /** What looked noisy, and other remarks. */
    public final List<String> remarks = new ArrayList<>();

    /** What the machine can do at best, by name. */
    public final Map<String, Double> floor = new TreeMap<>();

    /** Closed loops, medians over the rounds. */
    public final List<Closed> closed = new ArrayList<>();

    /** Open loops, medians over the rounds. */
    public final List<Open> open = new ArrayList<>();

    /** From the answer to a command until a query shows it. */
    public final List<Lag> lag = new ArrayList<>();

    /** First commands to carts that no node has in memory. */
    public final List<Cold> cold = new ArrayList<>();

    /** With so many events in the ledger already. */
    public final List<Growth> growth = new ArrayList<>();

    /** What became of commands whose server or database was killed. */
    public final List<Kills> kills = new ArrayList<>();

    /** The CPU of adds to warm carts, of the service by threads and of PostgreSQL by connections. */
    public final Map<String, Double> shares = new TreeMap<>();

    /** Start time and memory, by name. */
    public final Map<String, Double> node = new TreeMap<>();

    /** With other collectors and heaps, medians over the rounds. */
    public final List<Heap> heaps = new ArrayList<>();

    /** What was to be shown. */
    public final List<Ratio> ratios = new ArrayList<>();

    /**
     * A closed loop: each connection sends the next request as soon as it has the answer.
     *
     * @param perSecond median over the rounds, which are in {@code rounds}
     * @param failed requests without success, in all rounds
     * @param commandsACommit of the service; null for others
     */
    public record Closed(
            String target,
            String workload,
            int connections,
            double perSecond,
            List<Double> rounds,
            double p50,
            double p99,
            double p999,
            double max,
            long failed,
            double serverCpu,
            double postgresCpu,
            double loadCpu,
            @Nullable Double commandsACommit) {}

    /**
     * An open loop: requests begin when they are due, and count from then on.
     *
     * @param percent of the service's peak
     * @param perSecond the rate
     */
    public record Open(
            String target,
            int percent,
            double perSecond,
            double p50,
            double p99,
            double p999,
            double max,
            long failed) {}

    /** @param node which node was asked */
    public record Lag(String node, int percent, double perSecond, double p50, double p99, double max, long samples) {}

    /**
     * @param snapshot whether a snapshot was there to begin with
     * @param median of several carts of this length
     */
    public record Cold(int events, boolean snapshot, double median, double max) {}

    /**
     * Adds to warm carts in a closed loop.
     *
     * @param flags of the JVM
     * @param resident memory afterwards
     */
    public record Heap(String flags, double perSecond, double p99, double max, double serverCpu, double resident) {}

    /** @param events in the ledger before */
    public record Growth(long events, double perSecond, List<Double> rounds, double p99, double megabytes) {}

    /**
     * @param killed what was killed
     * @param acknowledged commands that were answered with success, each of which must be in the ledger once
     * @param lost acknowledged commands that are not
     * @param doubled commands that are there more than once
     */
    public record Kills(String killed, int times, long acknowledged, long lost, long doubled) {}

    /**
     * @param value null if what it needs was not measured
     * @param must at least; for times at most
     * @param aim likewise
     * @param atMost whether less is better
     */
    public record Ratio(String name, @Nullable Double value, double must, double aim, boolean atMost) {

        /** As a word. */
        public String verdict() {
            if (value == null) {
                return "not measured";
            }
            return meets(value, aim) ? "aim" : meets(value, must) ? "must" : "missed";
        }

        private boolean meets(double measured, double bound) {
            return atMost ? measured <= bound : measured >= bound;
        }
    }

    /** The closed loop of these, if it was measured. */
    public @Nullable Closed closed(String target, String workload, int connections) {
        return closed.stream()
                .filter(one -> one.target().equals(target)
                        && one.workload().equals(workload)
                        && one.connections() == connections)
                .findFirst()
                .orElse(null);
    }

    /** The open loop of these, if it was measured. */
    public @Nullable Open open(String target, int percent) {
        return open.stream()
                .filter(one -> one.target().equals(target) && one.percent() == percent)
                .findFirst()
                .orElse(null);
    }
}
