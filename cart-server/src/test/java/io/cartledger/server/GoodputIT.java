package io.cartledger.server;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.cartledger.command.testing.TestDatabase;
import io.cartledger.server.testing.Alone;
import io.cartledger.server.testing.ClosedLoop;
import io.cartledger.server.testing.ClosedLoop.Outcome;
import io.cartledger.server.testing.ServerProcess;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/**
 * At eight times the callers of its peak a node does nearly as much, tells the others so at once, and
 * keeps nothing of them. Who sends shares the cores with the node and its database.
 */
@Alone
class GoodputIT {

    private static final boolean FULL = Boolean.getBoolean("cart.full");
    private static final Duration WARM_UP = Duration.ofSeconds(FULL ? 20 : 15);
    private static final Duration RAMP_UP = Duration.ofMillis(1500);
    private static final Duration EACH = Duration.ofSeconds(FULL ? 10 : 3);
    private static final int ROUNDS = FULL ? 7 : 3;
    private static final Duration AS_THE_ANSWER_ASKS = Duration.ofSeconds(1);
    private static final List<Integer> CALLERS = List.of(8, 16, 32, 64);
    private static final int TOO_MANY = 8 * CALLERS.getLast();

    private static final Duration PATIENCE_WITH_THE_FOLD = Duration.ofMinutes(2);

    private static final Pattern USED = Pattern.compile("used (\\d+)K");

    @Test
    void eightTimesTheCallersOfThePeakGetNearlyAsMuchDone() throws Exception {
        try (var server = ServerProcess.startOn(TestDatabase.durable(), "--cart.command.cached-carts=1000")) {
            var callers = new ClosedLoop(server.uri("/").getPort(), RAMP_UP, AS_THE_ANSWER_ASKS);
            callers.run(TOO_MANY, WARM_UP);
            int most = callersOfThePeak(callers);
            long before = kilobytesInUse(server);
            var peaks = new ArrayList<Outcome>();
            var overloads = new ArrayList<Outcome>();
            for (int round = 0; round < ROUNDS; round++) {
                peaks.add(callers.run(most, EACH));
                overloads.add(callers.run(TOO_MANY, EACH));
            }
            // What the last commands are still being folded from is no memory that is kept.
            await().atMost(PATIENCE_WITH_THE_FOLD)
                    .pollInterval(Duration.ofSeconds(1))
                    .untilAsserted(() -> assertThat(kilobytesInUse(server)).isLessThan(before + before / 4));

            Outcome peak = Outcome.sum(peaks);
            Outcome overload = Outcome.sum(overloads);
            System.out.printf("%d callers: %s%n%d callers: %s%n", most, peak, TOO_MANY, overload);
            System.out.printf(
                    "heap in use after a collection: %d KiB before, %d KiB after%n", before, kilobytesInUse(server));
            assertThat(medianRatio(overloads, peaks)).isGreaterThan(0.8);
            assertThat(overload.refused()).hasSizeGreaterThan(TOO_MANY);
            assertThat(Outcome.quantile(overload.refused(), 0.99))
                    .isLessThan(Outcome.quantile(overload.accepted(), 0.99));
        }
    }

    /** Of rounds that follow each other, so that a second in which the machine did something else spoils one of them alone. */
    private static double medianRatio(List<Outcome> overloads, List<Outcome> peaks) {
        return IntStream.range(0, ROUNDS)
                .mapToDouble(round ->
                        overloads.get(round).goodput() / peaks.get(round).goodput())
                .sorted()
                .skip(ROUNDS / 2)
                .findFirst()
                .orElseThrow();
    }

    private static int callersOfThePeak(ClosedLoop callers) throws Exception {
        Map<Integer, Double> goodput = new TreeMap<>();
        for (int number : CALLERS) {
            goodput.put(number, callers.run(number, EACH).goodput());
        }
        System.out.println("adds/s by callers: " + goodput);
        return goodput.entrySet().stream()
                .max(Comparator.comparingDouble(Map.Entry::getValue))
                .orElseThrow()
                .getKey();
    }

    private static long kilobytesInUse(ServerProcess server) throws Exception {
        jcmd(server, "GC.run");
        return USED.matcher(jcmd(server, "GC.heap_info"))
                .results()
                .map(MatchResult::group)
                .mapToLong(used -> Long.parseLong(used.replaceAll("\\D", "")))
                .limit(2) // of the young and of the old generation; the third is of classes
                .sum();
    }

    private static String jcmd(ServerProcess server, String command) throws Exception {
        Process process = new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "jcmd").toString(),
                        Long.toString(server.pid()),
                        command)
                .redirectErrorStream(true)
                .start();
        String output = new String(process.getInputStream().readAllBytes());
        assertThat(process.waitFor(30, TimeUnit.SECONDS)).isTrue();
        assertThat(process.exitValue()).as(output).isZero();
        return output;
    }
}
