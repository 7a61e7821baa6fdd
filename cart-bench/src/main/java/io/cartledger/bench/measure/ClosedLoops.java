package io.cartledger.bench.measure;

import io.cartledger.bench.load.LoadResult;
import io.cartledger.bench.load.Workload;
import io.cartledger.bench.measure.Session.Measured;
import io.cartledger.bench.report.Figures.Closed;
import io.cartledger.bench.report.Median;
import io.cartledger.bench.report.Ratios;
import io.cartledger.bench.run.Meters;
import io.cartledger.bench.run.Node;
import io.cartledger.bench.run.Target;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * How much each does. A round measures everything once, between two looks at the empty handler; a round in which these two
 * differ is measured again, because the machine had something else to do.
 */
public final class ClosedLoops {

    private static final double NOISE = 0.10;
    private static final int MOST_REPEATS = 3;
    private static final Step QUIET = new Step(Target.EMPTY, Workload.WARM, Ratios.CONNECTIONS);

    private final Session session;
    private final Map<Step, List<Sample>> samples = new LinkedHashMap<>();
    private int repeats;

    private record Step(Target target, Workload workload, int connections) {}

    private record Sample(Measured measured, double commits) {}

    private ClosedLoops(Session session) {
        this.session = session;
    }

    /** Measures all of them. */
    public static void measure(Session session) throws SQLException {
        var loops = new ClosedLoops(session);
        Set<Step> steps = steps();
        steps.removeIf(step -> !step.equals(QUIET) && !wanted(step, session.settings));
        for (Step step : steps) {
            session.warm(step.target());
        }
        while (loops.samples.getOrDefault(QUIET, List.of()).size() < session.settings.rounds()) {
            loops.round(steps);
        }
        loops.samples.forEach((step, all) -> session.figures.closed.add(median(step, all)));
        loops.ceiling();
    }

    /** What the load generator, which has one thread, could do if it had a core to itself. */
    private void ceiling() {
        Closed empty = session.figures.closed(Target.EMPTY_PLAIN.label(), Workload.WARM.name(), Ratios.CONNECTIONS);
        if (empty != null) {
            session.figures.floor.put("load generator's ceiling, requests/s", 1e6 / empty.loadCpu());
        }
    }

    /** What the service is compared by is measured of all; the rest of itself alone. */
    private static Set<Step> steps() {
        Set<Step> steps = new LinkedHashSet<>();
        steps.add(QUIET);
        for (Target target : Target.values()) {
            steps.add(new Step(target, Workload.WARM, Ratios.CONNECTIONS));
            steps.add(new Step(target, Workload.WARM, 1));
        }
        for (Target target : List.of(Target.CARTLEDGER, Target.EMPTY, Target.UPSERT)) {
            steps.add(new Step(target, Workload.WARM, 16));
            steps.add(new Step(target, Workload.WARM, 256));
        }
        for (Target target : List.of(Target.UPSERT, Target.AXON_JPA, Target.AXON_JDBC)) {
            steps.add(new Step(target, Workload.NEW, Ratios.CONNECTIONS));
        }
        steps.add(new Step(Target.UPSERT, Workload.HOT, Ratios.CONNECTIONS));
        for (Workload workload : List.of(Workload.NEW, Workload.HOT, Workload.MY_CART_ADD, Workload.MY_CART)) {
            for (int connections : List.of(1, 16, 64, 256)) {
                steps.add(new Step(Target.CARTLEDGER, workload, connections));
            }
        }
        return steps;
    }

    private static boolean wanted(Step step, Settings settings) {
        return settings.targets().contains(step.target())
                && settings.workloads().contains(step.workload())
                && settings.connections().contains(step.connections());
    }

    private void round(Set<Step> steps) throws SQLException {
        Map<Step, Sample> round = new LinkedHashMap<>();
        for (Step step : steps) {
            round.put(step, run(step));
        }
        double before = rate(round.get(QUIET));
        double after = rate(run(QUIET));
        double difference = Math.abs(before - after) / Math.max(before, after);
        if (difference > NOISE && repeats < MOST_REPEATS) {
            repeats++;
            remark("The machine was noisy: two runs of the empty handler were %.0f %% apart; the round was repeated."
                    .formatted(100 * difference));
            return;
        }
        if (difference > NOISE) {
            remark("The machine was noisy to the end: two runs of the empty handler were %.0f %% apart."
                    .formatted(100 * difference));
        }
        round.forEach((step, sample) ->
                samples.computeIfAbsent(step, none -> new ArrayList<>()).add(sample));
    }

    private void remark(String remark) {
        session.figures.remarks.add(remark);
        Session.say(remark);
    }

    private static double rate(@Nullable Sample sample) {
        return sample == null ? 0 : sample.measured().load().perSecond();
    }

    private Sample run(Step step) throws SQLException {
        Node node = session.warm(step.target());
        boolean service = step.target() == Target.CARTLEDGER || step.target() == Target.CARTLEDGER_PLAIN;
        Meters before = service ? Meters.of(node, session.token()) : null;
        Measured measured =
                session.measure(node, session.job(node, step.target().secured(), step.workload(), step.connections()));
        double commits = before == null ? 0 : Meters.of(node, session.token()).commandsACommitSince(before);
        Session.say("%-26s %-8s %3d connections %,10.0f/s  p99 %8.2f ms %s"
                .formatted(
                        step.target().label(),
                        step.workload(),
                        step.connections(),
                        measured.load().perSecond(),
                        measured.load().quantile(0.99),
                        measured.load().failures() == 0 ? "" : measured.load().failed()));
        return new Sample(measured, commits);
    }

    private static Closed median(Step step, List<Sample> samples) {
        List<Measured> all = samples.stream().map(Sample::measured).toList();
        List<LoadResult> loads = all.stream().map(Measured::load).toList();
        double commits = Median.of(samples, Sample::commits);
        return new Closed(
                step.target().label(),
                step.workload().name(),
                step.connections(),
                Median.of(loads, LoadResult::perSecond),
                loads.stream().map(LoadResult::perSecond).toList(),
                Median.of(loads, load -> load.quantile(0.5)),
                Median.of(loads, load -> load.quantile(0.99)),
                Median.of(loads, load -> load.quantile(0.999)),
                Median.of(loads, LoadResult::max),
                loads.stream().mapToLong(LoadResult::failures).sum(),
                Median.of(all, one -> perThousand(one.serverCpu(), one)),
                Median.of(all, one -> perThousand(one.postgresCpu(), one)),
                Median.of(all, one -> perThousand(one.loadCpu(), one)),
                commits == 0 ? null : commits);
    }

    private static double perThousand(double millis, Measured measured) {
        return measured.load().answered() == 0
                ? 0
                : 1_000 * millis / measured.load().answered();
    }
}
