package io.cartledger.bench.report;

import io.cartledger.bench.load.Workload;
import io.cartledger.bench.report.Figures.Closed;
import io.cartledger.bench.report.Figures.Growth;
import io.cartledger.bench.report.Figures.Lag;
import io.cartledger.bench.report.Figures.Open;
import io.cartledger.bench.report.Figures.Ratio;
import io.cartledger.bench.run.Target;
import java.util.Comparator;
import java.util.List;
import java.util.function.ToDoubleFunction;
import org.jspecify.annotations.Nullable;

/** What the benchmark is there to show, from what it has measured. */
public final class Ratios {

    /** At which most of it is compared. */
    public static final int CONNECTIONS = 64;

    /** The name in {@link Figures#floor} of the time that a flush takes, in milliseconds. */
    public static final String FLUSH = "flush of 8 kB, median, ms";

    private static final int HALF = 50;

    private final Figures figures;

    private Ratios(Figures figures) {
        this.figures = figures;
    }

    /** All of them; those that lack something have no value. */
    public static List<Ratio> of(Figures figures) {
        return new Ratios(figures).all();
    }

    private List<Ratio> all() {
        Closed service = warm(Target.CARTLEDGER, CONNECTIONS);
        Closed plain = warm(Target.CARTLEDGER_PLAIN, CONNECTIONS);
        Closed hot = closed(Target.CARTLEDGER, Workload.HOT, CONNECTIONS);
        ToDoubleFunction<Closed> rate = Closed::perSecond;
        return List.of(
                atLeast(
                        "commands/s ÷ empty handler, same security",
                        0.30,
                        0.45,
                        service,
                        warm(Target.EMPTY, CONNECTIONS),
                        rate),
                atLeast("÷ upsert with key and security", 1.6, 2.5, service, warm(Target.UPSERT, CONNECTIONS), rate),
                atLeast(
                        "without keys and security ÷ plain upsert",
                        1.5,
                        2.0,
                        plain,
                        warm(Target.UPSERT_PLAIN, CONNECTIONS),
                        rate),
                atLeast(
                        "÷ stock Axon, JPA, with key and security",
                        8,
                        14,
                        service,
                        warm(Target.AXON_JPA, CONNECTIONS),
                        rate),
                atLeast("one hot cart ÷ hot upsert", 2, 3, hot, closed(Target.UPSERT, Workload.HOT, CONNECTIONS), rate),
                atLeast("one hot cart ÷ spread over many", 1, 1.4, hot, service, rate),
                new Ratio("commands a commit, spread", commandsACommit(service), 10, 18, false),
                new Ratio("commands a commit, hot", commandsACommit(hot), 10, 18, false),
                atMost(
                        "one connection: p50 ÷ upsert's",
                        1.4,
                        1.15,
                        warm(Target.CARTLEDGER, 1),
                        warm(Target.UPSERT, 1),
                        Closed::p50),
                new Ratio("p99 at half of peak ÷ (flush + empty handler's p99)", tail(), 6, 3, true),
                new Ratio("lag p99 at half of peak ÷ flush, one node", lag("one node"), 40, 15, true),
                new Ratio("lag p99 at half of peak ÷ flush, query-only node", lag("query-only node"), 40, 15, true),
                new Ratio("peak with most events ÷ with fewest", growth(), 0.85, 0.95, false));
    }

    private @Nullable Closed warm(Target target, int connections) {
        return closed(target, Workload.WARM, connections);
    }

    private @Nullable Closed closed(Target target, Workload workload, int connections) {
        return figures.closed(target.label(), workload.name(), connections);
    }

    private static Ratio atLeast(
            String name,
            double must,
            double aim,
            @Nullable Closed ours,
            @Nullable Closed others,
            ToDoubleFunction<Closed> of) {
        return new Ratio(name, quotient(ours, others, of), must, aim, false);
    }

    private static Ratio atMost(
            String name,
            double must,
            double aim,
            @Nullable Closed ours,
            @Nullable Closed others,
            ToDoubleFunction<Closed> of) {
        return new Ratio(name, quotient(ours, others, of), must, aim, true);
    }

    private static @Nullable Double quotient(
            @Nullable Closed ours, @Nullable Closed others, ToDoubleFunction<Closed> of) {
        return ours == null || others == null ? null : of.applyAsDouble(ours) / of.applyAsDouble(others);
    }

    private static @Nullable Double commandsACommit(@Nullable Closed loop) {
        return loop == null ? null : loop.commandsACommit();
    }

    /** Flush and the empty handler at the same rate: what nobody who commits can be faster than. */
    private @Nullable Double atBest() {
        Open empty = figures.open(Target.EMPTY.label(), HALF);
        Double flush = figures.floor.get(FLUSH);
        return empty == null || flush == null ? null : flush + empty.p99();
    }

    private @Nullable Double tail() {
        Open service = figures.open(Target.CARTLEDGER.label(), HALF);
        Double best = atBest();
        return service == null || best == null ? null : service.p99() / best;
    }

    private @Nullable Double lag(String node) {
        Double flush = figures.floor.get(FLUSH);
        return figures.lag.stream()
                .filter(lag -> lag.node().equals(node) && lag.percent() == HALF && lag.samples() > 0)
                .findFirst()
                .map(Lag::p99)
                .map(p99 -> flush == null ? null : p99 / flush)
                .orElse(null);
    }

    private @Nullable Double growth() {
        if (figures.growth.size() < 2) {
            return null;
        }
        var byEvents = Comparator.comparingLong(Growth::events);
        double most = figures.growth.stream().max(byEvents).orElseThrow().perSecond();
        double fewest = figures.growth.stream().min(byEvents).orElseThrow().perSecond();
        return most / fewest;
    }
}
