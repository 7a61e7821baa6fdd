package io.cartledger.server.rebuild;

import static org.assertj.core.api.Assertions.assertThat;

import io.cartledger.command.testing.TestDatabase;
import io.cartledger.query.generation.Generation;
import io.cartledger.query.generation.Generation.State;
import io.cartledger.query.generation.GenerationSchema;
import io.cartledger.server.testing.Alone;
import io.cartledger.server.testing.CartClient;
import io.cartledger.server.testing.ManyEvents;
import io.cartledger.server.testing.Rebuilding;
import io.cartledger.server.testing.ServerProcess;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.postgresql.PGConnection;
import org.springframework.jdbc.core.simple.JdbcClient;
import tools.jackson.databind.JsonNode;

/**
 * The read model folded anew, beside what PostgreSQL alone takes to copy the events out, to copy the same rows in, and to
 * make the same indexes. The two take turns, so that whatever else the machine does meets them alike, and so do commands
 * where these go on; medians count, and only of many events: a node that has just started is slow at first.
 */
@Alone
class RebuildSpeedIT {

    private static final boolean FULL = Boolean.getBoolean("cart.full");
    private static final int EVENTS = Integer.getInteger("cart.events", FULL ? 1_000_000 : 5_000);
    private static final int ROUNDS = FULL ? 3 : 1;
    private static final int EVENTS_EACH = 10;
    private static final int TIMES = 2;
    private static final List<String> TABLES = List.of("cart", "cart_line", "open_cart", "change", "change_line");
    private static final String HEAP = "-Xmx512m";
    private static final int SHOPPERS = 4;

    private final List<Double> ratios = new ArrayList<>();

    @Test
    @Timeout(value = 60, unit = TimeUnit.MINUTES, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
    void theReadModelIsThereAgainInTwiceTheTimeThatPostgresqlNeedsForItsRows() throws Exception {
        TestDatabase database = ManyEvents.write(EVENTS, EVENTS / EVENTS_EACH);
        try (ServerProcess server =
                ServerProcess.startOn(database, List.of(HEAP, "-XX:+UseParallelGC"), ManyEvents.LEAVE_IDLE)) {
            var shop = new CartClient(server::uri);
            Rebuilding.run(shop, "many-0"); // the generation that was there has nothing in it, and the first is slow
            for (int round = 0; round < ROUNDS; round++) {
                compare(database, shop, false);
            }
            assertRatio("nobody else there");
            server.output().lines().filter(line -> line.contains("Rebuild ")).forEach(System.out::println);
            ratios.clear();
            for (int round = 0; round < ROUNDS; round++) {
                compare(database, shop, true);
            }
            assertRatio("commands going on");
        }
    }

    private void assertRatio(String what) {
        double median = ratios.stream().sorted().toList().get(ratios.size() / 2);
        System.out.printf("RebuildSpeedIT: %d events, %s: median %.2f times%n", EVENTS, what, median);
        if (FULL) {
            assertThat(median).isLessThanOrEqualTo(TIMES);
        }
    }

    /** @param busy whether commands go on as fast as they can, during both */
    private void compare(TestDatabase database, CartClient shop, boolean busy) throws Exception {
        try (var shoppers = new Shoppers(shop, busy ? SHOPPERS : 0)) {
            long bareMillis = bare(database);
            long before = shoppers.succeeded();
            JsonNode rebuild = Rebuilding.run(shop, "many-0");
            long rebuiltMillis = Duration.between(time(rebuild, "startedAt"), time(rebuild, "finishedAt"))
                    .toMillis();
            ratios.add((double) rebuiltMillis / bareMillis);
            System.out.printf(
                    "RebuildSpeedIT: PostgreSQL alone %d ms, %d commands meanwhile; rebuilt in %d ms, %d commands meanwhile:"
                            + " %.2f times; %s%n",
                    bareMillis, before, rebuiltMillis, shoppers.succeeded() - before, ratios.getLast(), rebuild);
            assertThat(shoppers.failed()).isZero();
            assertThat(rebuild.path("differences").asLong(-1)).isZero();
        }
    }

    private static Instant time(JsonNode rebuild, String when) {
        return Instant.parse(rebuild.path(when).asString());
    }

    /** @return milliseconds that PostgreSQL takes by itself, in a database where nobody drops what nobody has asked for */
    private static long bare(TestDatabase database) throws SQLException, IOException {
        Generation read = read(database);
        TestDatabase other = TestDatabase.durable();
        var copy = new Generation(1, Generation.FOLD_REVISION, State.BUILDING);
        var schema = new GenerationSchema(other.as("cart_view"));
        List<Path> rows = new ArrayList<>();
        for (String table : TABLES) {
            rows.add(copyOut(database, "copy " + read.schema() + "." + table + " to stdout"));
        }
        schema.makeTables(copy);
        long startNanos = System.nanoTime();
        ManyEvents.copyOut(database);
        for (String table : TABLES) {
            copyIn(other, "copy " + copy.schema() + "." + table + " from stdin", rows.get(TABLES.indexOf(table)));
        }
        schema.makeIndexes(copy);
        long millis = TimeUnit.NANOSECONDS.toMillis(System.nanoTime() - startNanos);
        schema.drop(copy.schema()); // its pages are not to be written while others are timed
        for (Path file : rows) {
            Files.delete(file);
        }
        return millis;
    }

    private static Generation read(TestDatabase database) {
        return JdbcClient.create(database.as("cart_reader"))
                .sql("select max(number) from view.generation where state = 'COMPLETE'")
                .query(Integer.class)
                .optional()
                .map(number -> new Generation(number, Generation.FOLD_REVISION, State.COMPLETE))
                .orElseThrow();
    }

    private static Path copyOut(TestDatabase database, String sql) throws SQLException, IOException {
        Path file = Files.createTempFile("rows-", ".copy");
        try (Connection connection = database.as("cart_view").getConnection();
                OutputStream out = Files.newOutputStream(file)) {
            connection.unwrap(PGConnection.class).getCopyAPI().copyOut(sql, out);
        }
        return file;
    }

    private static void copyIn(TestDatabase database, String sql, Path file) throws SQLException, IOException {
        try (Connection connection = database.as("cart_view").getConnection();
                InputStream in = Files.newInputStream(file)) {
            connection.unwrap(PGConnection.class).getCopyAPI().copyIn(sql, in, 1 << 16);
        }
    }
}
