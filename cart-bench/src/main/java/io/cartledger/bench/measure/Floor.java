package io.cartledger.bench.measure;

import io.cartledger.bench.floor.AppendFloor;
import io.cartledger.bench.floor.CopyFloor;
import io.cartledger.bench.floor.FlushFloor;
import io.cartledger.bench.floor.InsertFloor;
import io.cartledger.bench.report.Median;
import io.cartledger.bench.report.Ratios;
import java.io.IOException;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.HdrHistogram.Histogram;

/** What the disk and PostgreSQL can do at best. */
public final class Floor {

    private static final String DATABASE = "bench_floor";
    private static final int FLUSHES = 5_000;
    private static final List<Integer> BATCHES = List.of(1, 13, 64, 128);
    private static final List<Integer> CLIENTS = List.of(1, 64);
    private static final Duration WARM_UP = Duration.ofSeconds(3);

    private Floor() {}

    /** Measures it. */
    public static void measure(Session session) throws SQLException, IOException, InterruptedException {
        Histogram flush = FlushFloor.measure(session.settings.work(), FLUSHES);
        put(session, Ratios.FLUSH, flush.getValueAtPercentile(50) / 1e3);
        put(session, "flush of 8 kB, p99, ms", flush.getValueAtPercentile(99) / 1e3);
        session.postgres.copy(Session.TEMPLATE, DATABASE);
        for (int clients : CLIENTS) {
            List<Double> rounds = new ArrayList<>();
            String by = "";
            for (int round = 0; round < session.settings.rounds(); round++) {
                session.postgres.settle();
                var inserts = InsertFloor.measure(
                        session.postgres, DATABASE, clients, session.settings.time(), session.settings.work());
                by = inserts.by();
                rounds.add(inserts.perSecond());
            }
            put(session, "one-row inserts/s, %d connections (%s)".formatted(clients, by), Median.of(rounds));
        }
        for (int batch : BATCHES) {
            List<Double> rounds = new ArrayList<>();
            for (int round = 0; round < session.settings.rounds(); round++) {
                session.postgres.settle();
                rounds.add(AppendFloor.measure(session.postgres, DATABASE, batch, WARM_UP, session.settings.time()));
            }
            put(session, "ledger.append, commands/s, batches of %3d".formatted(batch), Median.of(rounds));
        }
        put(session, "COPY out, events/s", CopyFloor.measure(session.postgres, DATABASE));
    }

    private static void put(Session session, String name, double value) {
        session.figures.floor.put(name, value);
        Session.say("%s: %.3f".formatted(name, value));
    }
}
