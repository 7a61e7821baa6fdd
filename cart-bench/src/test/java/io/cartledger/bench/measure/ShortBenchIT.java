package io.cartledger.bench.measure;

import static org.assertj.core.api.Assertions.assertThat;

import io.cartledger.bench.load.Workload;
import io.cartledger.bench.measure.Session.Measured;
import io.cartledger.bench.report.Figures;
import io.cartledger.bench.run.Issuer;
import io.cartledger.bench.run.Launcher;
import io.cartledger.bench.run.LoadProcess;
import io.cartledger.bench.run.Meters;
import io.cartledger.bench.run.Node;
import io.cartledger.bench.run.Postgres;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The benchmark in short: what holds on any machine, however slow. */
class ShortBenchIT {

    private static final int CONNECTIONS = 64;
    private static final String DATABASE = "bench_short";

    @TempDir
    static Path folder;

    private static StatementLog statements;
    private static Postgres postgres;
    private static Issuer issuer;
    private static LoadProcess load;
    private static Session session;
    private static Node node;

    @BeforeAll
    static void start() throws Exception {
        statements = new StatementLog(folder);
        postgres = Postgres.start(folder.resolve("postgres"), statements.settings());
        issuer = Issuer.start();
        load = LoadProcess.start(folder);
        var jar = Path.of(System.getProperty("cart.server.jar"));
        var settings = new Settings(
                Set.of(),
                Set.of(),
                Set.of(),
                1,
                Duration.ofSeconds(2),
                Duration.ofSeconds(3),
                200,
                0,
                0,
                folder,
                folder);
        session = new Session(
                settings, postgres, issuer, new Launcher(jar, postgres, issuer, folder), load, new Figures());
        postgres.create(DATABASE);
        node = session.launcher.service(DATABASE, "command,query", true, List.of("--cart.upkeep.interval=1h"));
        session.prepare(node, true, false);
    }

    @AfterAll
    static void stop() {
        node.close();
        session.close();
        load.close();
        issuer.close();
        postgres.close();
    }

    @Test
    void commandsThatComeTogetherShareCommits() throws Exception {
        assertThat(commandsACommit(Workload.WARM)).isGreaterThan(1);
    }

    @Test
    void commandsForOneCartShareCommits() throws Exception {
        assertThat(commandsACommit(Workload.HOT)).isGreaterThan(1);
    }

    @Test
    void aWarmCommandReadsNothing() throws Exception {
        session.measure(node, session.job(node, true, Workload.EACH, CONNECTIONS));
        long before = statements.size();

        Measured measured = session.measure(node, session.job(node, true, Workload.WARM, CONNECTIONS));

        assertThat(measured.load().answered()).isPositive();
        Set<String> sent = statements.ofCommandsSince(before);
        assertThat(sent).anyMatch(statement -> statement.contains("ledger.append("));
        assertThat(sent).noneMatch(StatementLog::reads);
    }

    private static double commandsACommit(Workload workload) throws Exception {
        var before = Meters.of(node, session.token());

        Measured measured = session.measure(node, session.job(node, true, workload, CONNECTIONS));

        assertThat(measured.load().failed()).isEmpty();
        return Meters.of(node, session.token()).commandsACommitSince(before);
    }
}
