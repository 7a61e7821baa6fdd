package io.cartledger.bench.floor;

import io.cartledger.bench.run.Postgres;
import java.io.IOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Transactions that insert one row each: by {@code pgbench} where that is on the path, else the same loop over JDBC. */
public final class InsertFloor {

    private static final String TABLE =
            "create table if not exists floor (id bigint generated always as identity primary key, v int)";
    private static final String INSERT = "insert into floor (v) values (1)";
    private static final Pattern RATE = Pattern.compile("tps = ([0-9.]+)");

    private InsertFloor() {}

    /**
     * @param by what has measured it
     * @param perSecond transactions in a second
     */
    public record Inserts(String by, double perSecond) {}

    /** @param database that may get a table {@code floor} */
    public static Inserts measure(Postgres postgres, String database, int connections, Duration time, Path folder)
            throws SQLException, IOException, InterruptedException {
        postgres.execute(database, TABLE);
        return isOnThePath("pgbench")
                ? new Inserts("pgbench", byPgbench(postgres, database, connections, time, folder))
                : new Inserts("JDBC", byJdbc(postgres, database, connections, time));
    }

    private static boolean isOnThePath(String program) throws InterruptedException {
        try {
            return new ProcessBuilder(program, "--version")
                            .redirectErrorStream(true)
                            .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                            .start()
                            .waitFor()
                    == 0;
        } catch (IOException e) {
            return false;
        }
    }

    private static double byPgbench(Postgres postgres, String database, int connections, Duration time, Path folder)
            throws IOException, InterruptedException {
        Path script = Files.writeString(folder.resolve("insert.sql"), INSERT + ";\n");
        int port = URI.create(postgres.jdbcUrl(database).substring("jdbc:".length()))
                .getPort();
        Process pgbench = new ProcessBuilder(
                        "pgbench",
                        "--host=127.0.0.1",
                        "--port=" + port,
                        "--username=postgres",
                        "--no-vacuum",
                        "--protocol=prepared",
                        "--file=" + script,
                        "--client=" + connections,
                        "--jobs=1",
                        "--time=" + time.toSeconds(),
                        database)
                .redirectErrorStream(true)
                .start();
        String output = new String(pgbench.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        pgbench.waitFor();
        Matcher rate = RATE.matcher(output);
        if (!rate.find()) {
            throw new IOException("pgbench said: " + output);
        }
        return Double.parseDouble(rate.group(1));
    }

    private static double byJdbc(Postgres postgres, String database, int connections, Duration time)
            throws InterruptedException {
        long end = System.nanoTime() + time.toNanos();
        List<Future<Long>> loops = new ArrayList<>();
        long transactions = 0;
        try (var threads = Executors.newFixedThreadPool(connections)) {
            for (int i = 0; i < connections; i++) {
                loops.add(threads.submit(() -> insertUntil(end, postgres, database)));
            }
            for (Future<Long> loop : loops) {
                transactions += loop.get();
            }
        } catch (ExecutionException e) {
            throw new IllegalStateException("an insert failed", e);
        }
        return transactions / (double) time.toSeconds();
    }

    private static long insertUntil(long endNanos, Postgres postgres, String database) throws SQLException {
        long transactions = 0;
        try (Connection connection = postgres.connect(database);
                PreparedStatement insert = connection.prepareStatement(INSERT)) {
            while (System.nanoTime() < endNanos) {
                insert.executeUpdate();
                transactions++;
            }
        }
        return transactions;
    }
}
