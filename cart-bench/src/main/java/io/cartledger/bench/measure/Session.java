package io.cartledger.bench.measure;

import io.cartledger.bench.load.LoadJob;
import io.cartledger.bench.load.LoadResult;
import io.cartledger.bench.load.Workload;
import io.cartledger.bench.report.Figures;
import io.cartledger.bench.report.Ratios;
import io.cartledger.bench.run.Issuer;
import io.cartledger.bench.run.Launcher;
import io.cartledger.bench.run.LoadProcess;
import io.cartledger.bench.run.Node;
import io.cartledger.bench.run.Postgres;
import io.cartledger.bench.run.ProcFs;
import io.cartledger.bench.run.Target;
import java.sql.SQLException;
import java.time.Duration;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.stream.IntStream;

/** What all measurements of a run share. Used by one thread. */
public final class Session implements AutoCloseable {

    /** A database that the service has migrated, and that nobody is connected to. */
    public static final String TEMPLATE = "bench_template";

    static final int CUSTOMERS = 100;
    private static final String WARM_CARTS = "warm";
    private static final int PREPARING_CONNECTIONS = 16;
    private static final double LONG_ENOUGH_SECONDS = 300;

    final Settings settings;
    final Postgres postgres;
    final Launcher launcher;
    final Figures figures;
    private final Issuer issuer;
    private final LoadProcess load;
    private final List<String> backEnd;
    private final List<String> customers;
    private final Map<Target, Node> nodes = new EnumMap<>(Target.class);

    /** The session owns none of these. */
    public Session(
            Settings settings, Postgres postgres, Issuer issuer, Launcher launcher, LoadProcess load, Figures figures) {
        this.settings = settings;
        this.postgres = postgres;
        this.issuer = issuer;
        this.launcher = launcher;
        this.load = load;
        this.figures = figures;
        this.backEnd = List.of(issuer.backEnd());
        this.customers =
                IntStream.range(0, CUSTOMERS).mapToObj(issuer::customer).toList();
    }

    /**
     * One measurement.
     *
     * @param serverCpu of the server, in milliseconds; of PostgreSQL and the load generator likewise
     */
    record Measured(LoadResult load, double serverCpu, double postgresCpu, double loadCpu) {}

    /** The back end's token, which also opens the metrics. */
    String token() {
        return issuer.backEnd();
    }

    static void say(String line) {
        System.out.println(line);
    }

    /** The process of this target, warm; it is started where there is none. */
    Node warm(Target target) throws SQLException {
        Node running = nodes.get(target);
        if (running != null) {
            return running;
        }
        say("starting " + target.label());
        postgres.copy(TEMPLATE, target.database());
        Node node = launcher.start(target);
        nodes.put(target, node);
        prepare(node, target.secured(), target == Target.CARTLEDGER);
        return node;
    }

    /** Makes the carts that are added to, and lets the JVM compile. */
    void prepare(Node node, boolean secured, boolean shoppers) {
        fillOnce(job(node, secured, Workload.EACH, PREPARING_CONNECTIONS, LONG_ENOUGH_SECONDS, settings.carts()));
        if (shoppers) {
            fillOnce(job(node, secured, Workload.MY_CART_ADD, PREPARING_CONNECTIONS, LONG_ENOUGH_SECONDS, CUSTOMERS));
        }
        load.run(job(node, secured, Workload.WARM, Ratios.CONNECTIONS, seconds(settings.warmUp()), 0));
    }

    /** A node that is still cold refuses some; whose cart is missing then opens it with a later add. */
    private void fillOnce(LoadJob job) {
        LoadResult result = load.run(job);
        if (result.failures() > result.answered()) {
            throw new IllegalStateException("carts could not be made: " + result.failed());
        }
    }

    /** Stops it and forgets it; its database stays. */
    void stop(Target target) {
        Node node = nodes.remove(target);
        if (node != null) {
            node.close();
        }
    }

    LoadJob job(Node node, boolean secured, Workload workload, int connections) {
        return job(node, secured, workload, connections, seconds(settings.time()), 0);
    }

    private LoadJob job(Node node, boolean secured, Workload workload, int connections, double seconds, int most) {
        boolean shopping = workload == Workload.MY_CART || workload == Workload.MY_CART_ADD;
        return new LoadJob(
                node.port(),
                connections,
                workload,
                seconds,
                0,
                most,
                secured ? (shopping ? customers : backEnd) : List.of(),
                secured,
                settings.carts(),
                WARM_CARTS,
                UUID.randomUUID().toString().substring(0, 13));
    }

    /** Makes load on a node, and sees what it costs. */
    Measured measure(Node node, LoadJob job) throws SQLException {
        postgres.settle();
        double server = ProcFs.cpuMillis(node.pid());
        double database = ProcFs.cpuMillisOfTree(postgres.pid());
        double generator = ProcFs.cpuMillis(load.pid());
        LoadResult result = load.run(job);
        return new Measured(
                result,
                ProcFs.cpuMillis(node.pid()) - server,
                ProcFs.cpuMillisOfTree(postgres.pid()) - database,
                ProcFs.cpuMillis(load.pid()) - generator);
    }

    static double seconds(Duration duration) {
        return duration.toNanos() / 1e9;
    }

    /** Stops all processes of targets; the session can go on, and starts them anew. */
    @Override
    public void close() {
        nodes.values().forEach(Node::close);
        nodes.clear();
    }
}
