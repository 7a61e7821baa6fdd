package io.cartledger.bench.measure;

import io.cartledger.bench.load.Workload;
import io.cartledger.bench.report.Ratios;
import io.cartledger.bench.run.JdkTool;
import io.cartledger.bench.run.Node;
import io.cartledger.bench.run.Target;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.SQLException;
import java.util.List;
import java.util.Map;

/**
 * Where the service's time goes at its peak: by threads and connections, and as Java Flight Recorder sees it, which is kept as
 * text beside the figures.
 */
public final class HotPath {

    private static final List<String> VIEWS = List.of(
            "hot-methods",
            "allocation-by-class",
            "allocation-by-site",
            "contention-by-class",
            "gc-pauses",
            "pinned-threads");
    private static final int WIDTH = 180;

    private HotPath() {}

    /** Measures it. */
    public static void measure(Session session) throws SQLException, IOException, InterruptedException {
        Node node = session.warm(Target.CARTLEDGER);
        shares(session, node);
        Path recording = session.settings.work().resolve("hot-path.jfr").toAbsolutePath();
        String pid = Long.toString(node.pid());
        JdkTool.run("jcmd", pid, "JFR.start", "name=hot", "settings=profile", "+jdk.CPUTimeSample#enabled=true");
        session.measure(node, session.job(node, true, Workload.WARM, Ratios.CONNECTIONS));
        JdkTool.run("jcmd", pid, "JFR.stop", "name=hot", "filename=" + recording);
        var text =
                new StringBuilder("Adds to warm carts, %d connections, everything on.\n".formatted(Ratios.CONNECTIONS));
        for (String view : VIEWS) {
            text.append(JdkTool.run("jfr", "view", "--width", Integer.toString(WIDTH), view, recording.toString()));
        }
        Path folder = Files.createDirectories(session.settings.docs().resolve("benchmarks"));
        Files.writeString(
                folder.resolve("hot-path.txt"),
                text.toString().replaceAll("(?m)[ \t]+$", "").strip() + "\n");
        Session.say("hot path: " + folder.resolve("hot-path.txt"));
    }

    private static void shares(Session session, Node node) throws SQLException {
        session.postgres.settle();
        CpuShares before = CpuShares.of(node, session.postgres);
        var measured = session.measure(node, session.job(node, true, Workload.WARM, Ratios.CONNECTIONS));
        Map<String, Double> shares = CpuShares.of(node, session.postgres)
                .since(before, Math.max(1, measured.load().answered()));
        session.figures.shares.putAll(shares);
        shares.forEach((who, share) -> Session.say("%s: %.0f".formatted(who, share)));
    }
}
