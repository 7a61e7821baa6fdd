package io.cartledger.bench.measure;

import io.cartledger.bench.report.Figures.Kills;
import io.cartledger.bench.run.Node;
import java.io.IOException;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;

/**
 * {@code kill -9} at random instants, of the server and of PostgreSQL, while callers add with keys and repeat what was not
 * answered. Then the ledger must have each add that was answered with success, once.
 */
public final class KilledUnderLoad {

    private static final String ADDS = """
            select aggregate_id, count(*)
            from ledger.event
            where type = 'ItemAdded' and aggregate_id like 'sure-%'
            group by aggregate_id
            """;

    private static final int SHORTEST_MILLIS = 300;
    private static final int LONGEST_MILLIS = 3_000;

    private final Session session;
    private final String database;
    private final SplittableRandom random = new SplittableRandom();

    private KilledUnderLoad(Session session, String database) {
        this.session = session;
        this.database = database;
    }

    private interface Kill {
        Node once(Node node) throws IOException, SQLException;
    }

    /** Both. */
    public static void measure(Session session) throws SQLException, IOException, InterruptedException {
        new KilledUnderLoad(session, "bench_kill_server").of("server", node -> {
            node.kill();
            return start(session, "bench_kill_server");
        });
        new KilledUnderLoad(session, "bench_kill_postgres").of("PostgreSQL", node -> {
            session.postgres.killAndRestart();
            return node;
        });
    }

    private static Node start(Session session, String database) {
        return session.launcher.service(database, "command,query", true, List.of());
    }

    private void of(String what, Kill kill) throws SQLException, IOException, InterruptedException {
        session.postgres.copy(Session.TEMPLATE, database);
        Node node = start(session, database);
        try (var callers = new SureCallers(new OneCaller(session.token()), node)) {
            for (int i = 0; i < session.settings.kills(); i++) {
                Thread.sleep(Duration.ofMillis(random.nextInt(SHORTEST_MILLIS, LONGEST_MILLIS)));
                node = kill.once(node);
                callers.moveTo(node);
            }
            judge(what, callers.stop());
        } finally {
            node.close();
        }
    }

    private void judge(String what, Map<String, Long> acknowledged) throws SQLException {
        Map<String, Long> there = adds();
        long lost = 0;
        long doubled = 0;
        for (var cart : acknowledged.entrySet()) {
            long difference = there.getOrDefault(cart.getKey(), 0L) - cart.getValue();
            lost += Math.max(0, -difference);
            doubled += Math.max(0, difference);
        }
        long all = acknowledged.values().stream().mapToLong(Long::longValue).sum();
        session.figures.kills.add(new Kills(what, session.settings.kills(), all, lost, doubled));
        Session.say("%s killed %d times: %,d acknowledged, %d lost, %d doubled"
                .formatted(what, session.settings.kills(), all, lost, doubled));
    }

    private Map<String, Long> adds() throws SQLException {
        Map<String, Long> adds = new HashMap<>();
        try (Connection connection = session.postgres.connect(database);
                Statement statement = connection.createStatement();
                ResultSet rows = statement.executeQuery(ADDS)) {
            while (rows.next()) {
                adds.put(rows.getString(1), rows.getLong(2));
            }
        }
        return adds;
    }
}
