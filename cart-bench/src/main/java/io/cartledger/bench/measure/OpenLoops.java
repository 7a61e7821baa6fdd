package io.cartledger.bench.measure;

import io.cartledger.bench.load.LoadJob;
import io.cartledger.bench.load.LoadResult;
import io.cartledger.bench.load.Workload;
import io.cartledger.bench.report.Figures.Closed;
import io.cartledger.bench.report.Figures.Lag;
import io.cartledger.bench.report.Figures.Open;
import io.cartledger.bench.report.Median;
import io.cartledger.bench.report.Ratios;
import io.cartledger.bench.run.Node;
import io.cartledger.bench.run.Target;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.HdrHistogram.Histogram;
import org.jspecify.annotations.Nullable;

/** How long requests take at rates below the peak, and how far the read model is behind meanwhile. */
public final class OpenLoops {

    private static final List<Integer> PERCENTS = List.of(25, 50, 70, 90);
    private static final int HALF = 50;
    private static final int CONNECTIONS = 256; // more than are under way: callers do not wait for each other
    private static final double SECONDS_MORE = 2; // than a closed loop: the tail needs more requests

    private final Session session;
    private final double peak;

    private OpenLoops(Session session, double peak) {
        this.session = session;
        this.peak = peak;
    }

    private record Seen(LoadResult load, @Nullable Histogram lag) {}

    /** Measures all of them. */
    public static void measure(Session session) throws SQLException, InterruptedException {
        var loops = new OpenLoops(session, peak(session));
        loops.compile();
        Map<Integer, List<Seen>> service = new LinkedHashMap<>();
        Map<Integer, List<Seen>> empty = new LinkedHashMap<>();
        for (int round = 0; round < session.settings.rounds(); round++) {
            for (int percent : PERCENTS) {
                Node node = session.warm(Target.CARTLEDGER);
                service.computeIfAbsent(percent, none -> new ArrayList<>()).add(loops.run(node, percent, node));
                Node nothing = session.warm(Target.EMPTY);
                empty.computeIfAbsent(percent, none -> new ArrayList<>()).add(loops.run(nothing, percent, null));
            }
        }
        service.forEach((percent, seen) -> {
            loops.open(Target.CARTLEDGER, percent, seen);
            loops.lag("one node", percent, seen);
        });
        empty.forEach((percent, seen) -> loops.open(Target.EMPTY, percent, seen));
        loops.apart();
    }

    /** What asks how far the read model is has to be compiled, too. */
    private void compile() throws SQLException, InterruptedException {
        Node node = session.warm(Target.CARTLEDGER);
        run(node, HALF, node);
    }

    private static double peak(Session session) throws SQLException {
        Closed measured = session.figures.closed(Target.CARTLEDGER.label(), Workload.WARM.name(), Ratios.CONNECTIONS);
        if (measured != null) {
            return measured.perSecond();
        }
        Node node = session.warm(Target.CARTLEDGER);
        return session.measure(node, session.job(node, true, Workload.WARM, Ratios.CONNECTIONS))
                .load()
                .perSecond();
    }

    /** A node that takes commands and one that answers queries. */
    private void apart() throws SQLException, InterruptedException {
        session.stop(Target.CARTLEDGER);
        String database = Target.CARTLEDGER.database();
        try (Node commands = session.launcher.service(database, "command", true, List.of());
                Node queries = session.launcher.service(database, "query", true, List.of())) {
            session.prepare(commands, true, false);
            List<Seen> seen = new ArrayList<>();
            for (int round = 0; round < session.settings.rounds(); round++) {
                seen.add(run(commands, HALF, queries));
            }
            lag("query-only node", HALF, seen);
        }
    }

    /** @param queries whom to ask how far it is; null: nobody */
    private Seen run(Node node, int percent, @Nullable Node queries) throws SQLException, InterruptedException {
        LoadJob closed = session.job(node, true, Workload.WARM, CONNECTIONS);
        LoadJob job = closed.atRate(rate(percent)).lasting(SECONDS_MORE * closed.seconds());
        if (queries == null) {
            return said(percent, new Seen(session.measure(node, job).load(), null));
        }
        try (var probe = new LagProbe(node, queries, session.token())) {
            LoadResult load = session.measure(node, job).load();
            return said(percent, new Seen(load, probe.result()));
        }
    }

    private static Seen said(int percent, Seen seen) {
        Session.say("open loop at %d %%: p50 %.2f, p99 %.2f, p99.9 %.2f, max %.2f ms %s%s"
                .formatted(
                        percent,
                        seen.load().quantile(0.5),
                        seen.load().quantile(0.99),
                        seen.load().quantile(0.999),
                        seen.load().max(),
                        seen.load().failures() == 0 ? "" : seen.load().failed(),
                        seen.lag() == null ? "" : ", lag p99 %.2f ms".formatted(lagMillis(seen, 99))));
        return seen;
    }

    private double rate(int percent) {
        return peak * percent / 100;
    }

    private void open(Target target, int percent, List<Seen> seen) {
        List<LoadResult> loads = seen.stream().map(Seen::load).toList();
        session.figures.open.add(new Open(
                target.label(),
                percent,
                rate(percent),
                Median.of(loads, load -> load.quantile(0.5)),
                Median.of(loads, load -> load.quantile(0.99)),
                Median.of(loads, load -> load.quantile(0.999)),
                Median.of(loads, LoadResult::max),
                loads.stream().mapToLong(LoadResult::failures).sum()));
    }

    private void lag(String node, int percent, List<Seen> seen) {
        session.figures.lag.add(new Lag(
                node,
                percent,
                rate(percent),
                Median.of(seen, one -> lagMillis(one, 50)),
                Median.of(seen, one -> lagMillis(one, 99)),
                Median.of(seen, one -> lagMillis(one, 100)),
                seen.stream()
                        .mapToLong(one -> one.lag() == null ? 0 : one.lag().getTotalCount())
                        .sum()));
    }

    private static double lagMillis(Seen seen, double percentile) {
        return seen.lag() == null ? 0 : seen.lag().getValueAtPercentile(percentile) / 1e3;
    }
}
