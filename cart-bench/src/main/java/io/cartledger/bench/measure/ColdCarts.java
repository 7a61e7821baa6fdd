package io.cartledger.bench.measure;

import io.cartledger.bench.load.Workload;
import io.cartledger.bench.report.Figures.Cold;
import io.cartledger.bench.report.Median;
import io.cartledger.bench.run.Node;
import java.io.IOException;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/** The first command to a cart that the node does not know: on a node that keeps no cart in memory at all. */
public final class ColdCarts {

    private static final String DATABASE = "bench_cold";
    private static final List<Integer> LENGTHS = List.of(10, 1_000, 100_000);
    private static final int CARTS = 5;
    private static final Duration FOR_SNAPSHOTS = Duration.ofSeconds(20);
    private static final Duration BETWEEN_LOOKS = Duration.ofMillis(200);
    private static final List<String> PROPERTIES =
            List.of("--cart.command.cached-carts=0", "--cart.command.deadline=30s");

    private ColdCarts() {}

    /** Measures it. */
    public static void measure(Session session) throws SQLException, IOException, InterruptedException {
        session.postgres.copy(Session.TEMPLATE, DATABASE);
        var filler = new EventFiller(session.postgres, DATABASE);
        for (int length : LENGTHS) {
            filler.fill("cold-" + length, CARTS, length);
        }
        filler.finish();
        try (Node node = session.launcher.service(DATABASE, "command", true, PROPERTIES)) {
            session.prepare(node, true, false); // compiles; these carts are short, and as cold
            session.measure(node, session.job(node, true, Workload.WARM, 1));
            var caller = new OneCaller(session.token());
            for (int length : LENGTHS) {
                first(session, node, caller, length, false);
                if (snapshotsAreThere(session, length)) {
                    first(session, node, caller, length, true);
                }
            }
        }
    }

    private static void first(Session session, Node node, OneCaller caller, int length, boolean snapshot)
            throws IOException, InterruptedException {
        List<Double> millis = new ArrayList<>();
        for (int i = 0; i < CARTS; i++) {
            long start = System.nanoTime();
            int status = caller.add(node, "cold-%d-%d".formatted(length, i), null);
            if (status / 100 == 2) {
                millis.add((System.nanoTime() - start) / 1e6);
            } else {
                session.figures.remarks.add("A cold cart of %,d events was answered %d.".formatted(length, status));
            }
        }
        double max = millis.stream().mapToDouble(Double::doubleValue).max().orElse(0);
        session.figures.cold.add(new Cold(length, snapshot, Median.of(millis), max));
        Session.say("cold cart of %,d events%s: median %.1f ms, max %.1f ms"
                .formatted(length, snapshot ? ", with snapshot" : "", Median.of(millis), max));
    }

    /** Waits for them a while: they are made off the commands' path. */
    private static boolean snapshotsAreThere(Session session, int length) throws SQLException, InterruptedException {
        if (session.postgres
                .ask(DATABASE, "select to_regclass('work.snapshot')")
                .equals("null")) {
            return false;
        }
        long end = System.nanoTime() + FOR_SNAPSHOTS.toNanos();
        String count = "select count(*) from work.snapshot where aggregate_id like 'cold-%d-%%'".formatted(length);
        boolean there = false;
        while (!there && System.nanoTime() < end) {
            there = Long.parseLong(session.postgres.ask(DATABASE, count)) >= CARTS;
            Thread.sleep(BETWEEN_LOOKS);
        }
        return there;
    }
}
