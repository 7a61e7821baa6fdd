package io.cartledger.bench;

import io.cartledger.bench.load.Workload;
import io.cartledger.bench.measure.ClosedLoops;
import io.cartledger.bench.measure.ColdCarts;
import io.cartledger.bench.measure.Floor;
import io.cartledger.bench.measure.Growth;
import io.cartledger.bench.measure.Heaps;
import io.cartledger.bench.measure.HotPath;
import io.cartledger.bench.measure.KilledUnderLoad;
import io.cartledger.bench.measure.OpenLoops;
import io.cartledger.bench.measure.Session;
import io.cartledger.bench.measure.Settings;
import io.cartledger.bench.measure.StartAndMemory;
import io.cartledger.bench.measure.Template;
import io.cartledger.bench.report.Figures;
import io.cartledger.bench.report.Ratios;
import io.cartledger.bench.report.Report;
import io.cartledger.bench.report.Tables;
import io.cartledger.bench.run.Issuer;
import io.cartledger.bench.run.Launcher;
import io.cartledger.bench.run.LoadProcess;
import io.cartledger.bench.run.Postgres;
import io.cartledger.bench.run.Target;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.EnumSet;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.Callable;
import org.springframework.util.FileSystemUtils;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** The benchmark: {@code mvn -q -Pbench verify}. */
@Command(name = "cart-bench", mixinStandardHelpOptions = true, showDefaultValues = true)
public final class Bench implements Callable<Integer> {

    /** What can be measured, in this order. */
    enum Part {
        FLOOR,
        NODE,
        HEAPS,
        CLOSED,
        HOT_PATH,
        OPEN,
        COLD,
        GROWTH,
        KILLS;

        private static final Set<Part> WITH_NODES_OF_THEIR_OWN = EnumSet.of(HEAPS, COLD, GROWTH, KILLS);

        void measure(Session session) throws Exception {
            System.out.println("== " + this);
            if (WITH_NODES_OF_THEIR_OWN.contains(this)) {
                session.close(); // others would only take memory
            }
            switch (this) {
                case FLOOR -> Floor.measure(session);
                case NODE -> StartAndMemory.measure(session);
                case HEAPS -> Heaps.measure(session);
                case CLOSED -> ClosedLoops.measure(session);
                case HOT_PATH -> HotPath.measure(session);
                case OPEN -> OpenLoops.measure(session);
                case COLD -> ColdCarts.measure(session);
                case GROWTH -> Growth.measure(session);
                case KILLS -> KilledUnderLoad.measure(session);
            }
        }
    }

    private static final int CARTS = 10_000;
    private final String options;

    @Option(names = "--only", split = ",", description = "parts: ${COMPLETION-CANDIDATES}")
    private Set<Part> parts = EnumSet.allOf(Part.class);

    @Option(names = "--targets", split = ",", description = "in closed loops: ${COMPLETION-CANDIDATES}")
    private Set<Target> targets = EnumSet.allOf(Target.class);

    @Option(names = "--workloads", split = ",", description = "in closed loops: ${COMPLETION-CANDIDATES}")
    private Set<Workload> workloads = EnumSet.allOf(Workload.class);

    @Option(names = "--connections", split = ",", description = "in closed loops")
    private Set<Integer> connections = Set.of(1, 16, 64, 256);

    @Option(names = "--rounds", description = "how often each is measured; the median counts")
    private int rounds = 3;

    @Option(names = "--seconds", description = "time of one measurement")
    private int seconds = 10;

    @Option(names = "--warm-up", description = "seconds, for each process; the compiler is busy for so long")
    private int warmUp = 90;

    @Option(names = "--kills", description = "of the server, and as many of PostgreSQL")
    private int kills = 20;

    @Option(names = "--most-events", description = "in the largest ledger that growth is measured with")
    private long mostEvents = 10_000_000;

    @Option(names = "--work", description = "folder for databases and logs, emptied before")
    private Path work = Path.of("cart-bench", "target", "bench");

    @Option(names = "--docs", description = "folder that the report is written to")
    private Path docs = Path.of("docs");

    private Bench(String options) {
        this.options = options;
    }

    /** @param args see {@code --help} */
    public static void main(String[] args) {
        System.exit(new CommandLine(new Bench(String.join(" ", args)))
                .setCaseInsensitiveEnumValuesAllowed(true)
                .execute(args));
    }

    @Override
    public Integer call() throws Exception {
        FileSystemUtils.deleteRecursively(work);
        Path logs = Files.createDirectories(work.toAbsolutePath());
        var settings = new Settings(
                targets,
                workloads,
                connections,
                rounds,
                Duration.ofSeconds(seconds),
                Duration.ofSeconds(warmUp),
                CARTS,
                kills,
                mostEvents,
                logs,
                docs);
        var figures = new Figures();
        Path jar = Path.of(System.getProperty("cart.server.jar", "cart-server/target/cart-server.jar"));
        // Every process of the compared has a pool of its own.
        var connections = Map.of("max_connections", "500");
        try (Postgres postgres = Postgres.start(logs.resolve("postgres"), connections);
                Issuer issuer = Issuer.start();
                LoadProcess load = LoadProcess.start(logs)) {
            var launcher = new Launcher(jar.toAbsolutePath(), postgres, issuer, logs);
            Conditions.note(figures, settings, postgres);
            figures.conditions.put("options", options.isEmpty() ? "none" : options);
            try (var session = new Session(settings, postgres, issuer, launcher, load, figures)) {
                Template.make(session);
                for (Part part : EnumSet.copyOf(parts)) {
                    part.measure(session);
                    write(figures, settings); // what is measured is kept, whatever becomes of the next part
                }
            }
        }
        System.out.println(Tables.of(figures));
        return 0;
    }

    private static void write(Figures figures, Settings settings) throws IOException {
        figures.ratios.clear();
        figures.ratios.addAll(Ratios.of(figures));
        Report.write(figures, settings.docs());
    }
}
