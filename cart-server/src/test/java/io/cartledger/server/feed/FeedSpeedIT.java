package io.cartledger.server.feed;

import static org.assertj.core.api.Assertions.assertThat;

import io.cartledger.command.testing.TestDatabase;
import io.cartledger.server.testing.Alone;
import io.cartledger.server.testing.ManyEvents;
import io.cartledger.server.testing.ServerProcess;
import io.cartledger.server.testing.TestIssuer;
import java.io.IOException;
import java.io.InputStream;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/**
 * All events as lines of JSON, out of a node with a small heap, beside what PostgreSQL takes to copy the same rows out. The
 * two take turns, so that whatever else the machine does meets them alike; medians count, and only of many events: a node
 * that has just started is slow at first.
 */
@Alone
class FeedSpeedIT {

    private static final boolean FULL = Boolean.getBoolean("cart.full");
    private static final int EVENTS = FULL ? 1_000_000 : 20_000;
    private static final int ROUNDS = FULL ? 5 : 1;
    private static final int TIMES = 3;
    private static final int PART = 1 << 16;

    @Test
    @Timeout(value = 15, unit = TimeUnit.MINUTES, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
    void allEventsComeInAFewTimesTheTimeOfCopyingThemOut() throws Exception {
        TestDatabase database = ManyEvents.write(EVENTS, EVENTS / 10);
        var ratios = new ArrayList<Double>();
        try (ServerProcess server = ServerProcess.startOn(
                        database, List.of("-Xmx256m", "-XX:+UseParallelGC"), ManyEvents.LEAVE_IDLE);
                HttpClient client = HttpClient.newHttpClient()) {
            for (int round = 0; round < ROUNDS; round++) {
                long startNanos = System.nanoTime();
                long rows = ManyEvents.copyOut(database);
                long copiedNanos = System.nanoTime();
                long lines = read(client, server);
                long readNanos = System.nanoTime();

                assertThat(List.of(rows, lines)).containsOnly((long) EVENTS);
                ratios.add((double) (readNanos - copiedNanos) / (copiedNanos - startNanos));
                System.out.printf(
                        "FeedSpeedIT: %d events copied in %d ms, read as lines in %d ms: %.2f times%n",
                        EVENTS,
                        TimeUnit.NANOSECONDS.toMillis(copiedNanos - startNanos),
                        TimeUnit.NANOSECONDS.toMillis(readNanos - copiedNanos),
                        ratios.getLast());
            }
        }
        if (FULL) {
            assertThat(ratios.stream().sorted().toList().get(ROUNDS / 2)).isLessThanOrEqualTo(TIMES);
        }
    }

    /** @return how many lines there were */
    private static long read(HttpClient client, ServerProcess server) throws IOException, InterruptedException {
        var request = HttpRequest.newBuilder(server.uri("/events"))
                .header("Authorization", "Bearer " + TestIssuer.token("analyst/reader"))
                .build();
        byte[] part = new byte[PART];
        long lines = 0;
        try (InputStream body =
                client.send(request, BodyHandlers.ofInputStream()).body()) {
            for (int length = body.read(part); length >= 0; length = body.read(part)) {
                for (int i = 0; i < length; i++) {
                    lines += part[i] == '\n' ? 1 : 0;
                }
            }
        }
        return lines;
    }
}
