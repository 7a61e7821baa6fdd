package io.cartledger.bench;

import io.cartledger.bench.measure.Settings;
import io.cartledger.bench.report.Figures;
import io.cartledger.bench.run.Postgres;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.SQLException;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;

/** On what a run is made. */
final class Conditions {

    private static final List<String> SETTINGS = List.of(
            "fsync", "synchronous_commit", "full_page_writes", "wal_sync_method", "shared_buffers", "max_wal_size");

    private Conditions() {}

    static void note(Figures figures, Settings settings, Postgres postgres) throws SQLException {
        var conditions = figures.conditions;
        conditions.put("when", Instant.now().truncatedTo(ChronoUnit.SECONDS).toString());
        conditions.put("cores", Integer.toString(Runtime.getRuntime().availableProcessors()));
        conditions.put("processor", line(Path.of("/proc/cpuinfo"), "model name"));
        conditions.put("memory", line(Path.of("/proc/meminfo"), "MemTotal"));
        conditions.put("system", System.getProperty("os.name") + " " + System.getProperty("os.version"));
        conditions.put("Java", System.getProperty("java.vm.version"));
        conditions.put("PostgreSQL", postgres.ask("postgres", "show server_version"));
        for (String setting : SETTINGS) {
            conditions.put("PostgreSQL, " + setting, postgres.ask("postgres", "show " + setting));
        }
        conditions.put("rounds", Integer.toString(settings.rounds()));
        conditions.put("one measurement, s", Long.toString(settings.time().toSeconds()));
        conditions.put("warm-up, s", Long.toString(settings.warmUp().toSeconds()));
    }

    /** The value of the first line that begins so; on systems that have such a file. */
    private static String line(Path file, String beginning) {
        try {
            return Files.readAllLines(file).stream()
                    .filter(line -> line.startsWith(beginning))
                    .findFirst()
                    .map(line -> line.substring(line.indexOf(':') + 1).strip())
                    .orElse("unknown");
        } catch (IOException e) {
            return "unknown";
        }
    }
}
