package io.cartledger.bench.measure;

import io.cartledger.bench.load.LoadResult;
import io.cartledger.bench.load.Workload;
import io.cartledger.bench.report.Figures.Heap;
import io.cartledger.bench.report.Median;
import io.cartledger.bench.report.Ratios;
import io.cartledger.bench.run.Node;
import io.cartledger.bench.run.ProcFs;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** What the service does with each of the JVM's collectors, and with heaps of other sizes: in turn, each node warm. */
public final class Heaps {

    private static final List<List<String>> FLAGS = List.of(
            List.of("-XX:+UseParallelGC", "-Xmx512m"),
            List.of("-XX:+UseParallelGC", "-Xmx192m"),
            List.of("-XX:+UseSerialGC", "-Xmx512m"),
            List.of("-XX:+UseG1GC", "-Xmx512m"),
            List.of("-XX:+UseZGC", "-Xmx512m"));

    private record Sample(LoadResult load, double serverCpu, double resident) {}

    private Heaps() {}

    /** Measures all of them. */
    public static void measure(Session session) throws SQLException {
        Map<String, Node> nodes = new LinkedHashMap<>();
        try {
            for (List<String> flags : FLAGS) {
                String database = "bench_heap_" + nodes.size();
                session.postgres.copy(Session.TEMPLATE, database);
                Node node = session.launcher.with(flags).service(database, "command,query", true, List.of());
                nodes.put(String.join(" ", flags), node);
                session.prepare(node, true, false);
            }
            Map<String, List<Sample>> samples = new LinkedHashMap<>();
            for (int round = 0; round < session.settings.rounds(); round++) {
                for (Map.Entry<String, Node> node : nodes.entrySet()) {
                    samples.computeIfAbsent(node.getKey(), none -> new ArrayList<>())
                            .add(sample(session, node.getValue()));
                }
            }
            samples.forEach((flags, all) -> put(session, median(flags, all)));
        } finally {
            nodes.values().forEach(Node::close);
        }
    }

    private static Sample sample(Session session, Node node) throws SQLException {
        var measured = session.measure(node, session.job(node, true, Workload.WARM, Ratios.CONNECTIONS));
        double perThousand =
                1_000 * measured.serverCpu() / Math.max(1, measured.load().answered());
        return new Sample(measured.load(), perThousand, ProcFs.residentMegabytes(node.pid()));
    }

    private static Heap median(String flags, List<Sample> samples) {
        return new Heap(
                flags,
                Median.of(samples, sample -> sample.load().perSecond()),
                Median.of(samples, sample -> sample.load().quantile(0.99)),
                Median.of(samples, sample -> sample.load().max()),
                Median.of(samples, Sample::serverCpu),
                Median.of(samples, Sample::resident));
    }

    private static void put(Session session, Heap heap) {
        session.figures.heaps.add(heap);
        Session.say("%s: %,.0f/s, p99 %.1f ms".formatted(heap.flags(), heap.perSecond(), heap.p99()));
    }
}
