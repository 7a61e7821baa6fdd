package io.cartledger.bench.measure;

import io.cartledger.bench.load.LoadJob;
import io.cartledger.bench.load.LoadResult;
import io.cartledger.bench.load.Workload;
import io.cartledger.bench.report.Figures;
import io.cartledger.bench.report.Median;
import io.cartledger.bench.report.Ratios;
import io.cartledger.bench.run.Node;
import java.io.IOException;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.TreeSet;

/** The peak with few, many and most events in the ledger: each in a database of its own, measured in turns. */
public final class Growth {

    private static final int EVENTS_A_CART = 10;
    private static final long FEWEST = 10_000;
    private static final double MEGABYTE = 1 << 20;

    private Growth() {}

    /** A ledger, the node on it, and what has been measured there. */
    private record Grown(long events, Node node, List<LoadResult> loads) {}

    /** Measures it. */
    public static void measure(Session session) throws SQLException, IOException {
        long most = session.settings.mostEvents();
        List<Grown> all = new ArrayList<>();
        try {
            for (long events : new TreeSet<>(List.of(FEWEST, most / 10, most))) {
                all.add(new Grown(events, start(session, events), new ArrayList<>()));
            }
            for (int round = 0; round < session.settings.rounds(); round++) {
                for (Grown grown : all) {
                    peak(session, grown);
                }
            }
            for (Grown grown : all) {
                session.figures.growth.add(figure(session, grown));
            }
        } finally {
            all.forEach(grown -> grown.node().close());
        }
    }

    private static Node start(Session session, long events) throws SQLException, IOException {
        Session.say("filling a ledger with %,d events".formatted(events));
        session.postgres.copy(Session.TEMPLATE, database(events));
        var filler = new EventFiller(session.postgres, database(events));
        filler.fill("old", events / EVENTS_A_CART, EVENTS_A_CART);
        filler.finish();
        Node node = session.launcher.service(database(events), "command,query", true, List.of());
        session.prepare(node, true, false);
        return node;
    }

    private static void peak(Session session, Grown grown) throws SQLException {
        LoadJob job = session.job(grown.node(), true, Workload.WARM, Ratios.CONNECTIONS);
        LoadResult load = session.measure(grown.node(), job).load();
        Session.say("with %,d events: %,.0f/s, p99 %.2f ms"
                .formatted(grown.events(), load.perSecond(), load.quantile(0.99)));
        grown.loads().add(load);
    }

    private static String database(long events) {
        return "bench_growth_" + events;
    }

    private static Figures.Growth figure(Session session, Grown grown) throws SQLException {
        String bytes = session.postgres.ask(database(grown.events()), "select pg_total_relation_size('ledger.event')");
        return new Figures.Growth(
                grown.events(),
                Median.of(grown.loads(), LoadResult::perSecond),
                grown.loads().stream().map(LoadResult::perSecond).toList(),
                Median.of(grown.loads(), load -> load.quantile(0.99)),
                Long.parseLong(bytes) / MEGABYTE);
    }
}
