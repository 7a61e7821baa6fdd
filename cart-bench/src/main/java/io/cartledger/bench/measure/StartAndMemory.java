package io.cartledger.bench.measure;

import io.cartledger.bench.load.Workload;
import io.cartledger.bench.report.Median;
import io.cartledger.bench.report.Ratios;
import io.cartledger.bench.run.JdkTool;
import io.cartledger.bench.run.Launcher;
import io.cartledger.bench.run.Meters;
import io.cartledger.bench.run.Node;
import io.cartledger.bench.run.ProcFs;
import java.io.IOException;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/** How soon a node is ready, and what it holds of the machine's memory. */
public final class StartAndMemory {

    private static final String DATABASE = "bench_node";
    private static final Duration UNTIL_IDLE = Duration.ofSeconds(10);
    private static final double MEGABYTE = 1 << 20;

    private StartAndMemory() {}

    /** Measures both. */
    public static void measure(Session session) throws SQLException, IOException, InterruptedException {
        session.postgres.copy(Session.TEMPLATE, DATABASE);
        start(session, "start, jar, s", session.launcher);
        Launcher extracted = session.launcher.extracted();
        start(session, "start, extracted jar, s", extracted);
        start(session, "start, extracted jar with AOT cache, s", extracted.withAotCache(DATABASE));
        try (Node node = session.launcher.service(DATABASE, "command,query", true, List.of())) {
            Thread.sleep(UNTIL_IDLE);
            memory(session, "idle", node);
            session.prepare(node, true, false);
            session.measure(node, session.job(node, true, Workload.WARM, Ratios.CONNECTIONS));
            memory(session, "at peak", node);
        }
    }

    private static void start(Session session, String name, Launcher launcher) {
        List<Double> seconds = new ArrayList<>();
        for (int round = 0; round < session.settings.rounds(); round++) {
            try (Node node = launcher.service(DATABASE, "command,query", true, List.of())) {
                seconds.add(Session.seconds(node.startTime()));
            }
        }
        put(session, name, Median.of(seconds));
    }

    private static void memory(Session session, String when, Node node) throws IOException, InterruptedException {
        put(session, "resident, " + when + ", MB", ProcFs.residentMegabytes(node.pid()));
        JdkTool.run("jcmd", Long.toString(node.pid()), "GC.run");
        double heap = Meters.of(node, session.token()).sum("jvm_memory_used_bytes", "area=\"heap\"");
        put(session, "heap after GC, " + when + ", MB", heap / MEGABYTE);
    }

    private static void put(Session session, String name, double value) {
        session.figures.node.put(name, value);
        Session.say("%s: %.2f".formatted(name, value));
    }
}
