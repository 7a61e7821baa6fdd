package io.cartledger.server.feed;

import static org.assertj.core.api.Assertions.assertThat;

import io.cartledger.command.testing.TestDatabase;
import io.cartledger.server.feed.FeedReader.Line;
import io.cartledger.server.testing.ClosedLoop;
import io.cartledger.server.testing.LedgerContents;
import io.cartledger.server.testing.Nodes;
import io.cartledger.server.testing.ServerProcess;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Whoever follows the feed, from whichever node and however often the connection breaks, has every event once and in order. */
class FeedFollowIT {

    private static final long SEED = 9_020;
    private static final int DISCONNECTIONS = 20;
    private static final int MOST_LINES_BEFORE_A_BREAK = 20;
    private static final int NODES = 2;
    private static final int CALLERS = 8; // of each node
    private static final Duration TIME = Duration.ofSeconds(Boolean.getBoolean("cart.full") ? 60 : 6);

    private static final Duration ROUND = Duration.ofSeconds(1);

    private final Random random = new Random(SEED);
    private final AtomicBoolean goOn = new AtomicBoolean(true);
    private final List<Line> seen = new ArrayList<>();
    private int disconnections;
    private int answers;

    @Test
    @Timeout(value = 5, unit = TimeUnit.MINUTES, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
    void everyPositionComesOnceAndInOrder() throws Exception {
        TestDatabase database = TestDatabase.durable();
        try (Nodes nodes = Nodes.startOn(database, NODES, "--cart.command.deadline=30s")) {
            List<CompletableFuture<Void>> writers = write(nodes);

            followWhileTheyWrite(nodes);
            goOn.set(false);
            writers.forEach(CompletableFuture::join);
            read(nodes, Integer.MAX_VALUE);

            LedgerContents ledger = LedgerContents.read(database.as("cart_reader"));
            System.out.printf(
                    "FeedFollowIT: seed %d, %d events in %d answers, %d times disconnected%n",
                    SEED, seen.size(), answers, disconnections);
            assertThat(seen)
                    .extracting(Line::id)
                    .isEqualTo(ledger.assertSound().entries().stream()
                            .map(entry -> entry.recorded().eventId().toString())
                            .toList());
        }
    }

    /** As fast as each node takes it, to the same carts. */
    private List<CompletableFuture<Void>> write(Nodes nodes) {
        return nodes.servers().stream()
                .map(node -> new ClosedLoop(node.uri("/").getPort(), Duration.ZERO, Duration.ofMillis(10)))
                .map(loop -> CompletableFuture.runAsync(() -> write(loop)))
                .toList();
    }

    private void write(ClosedLoop loop) {
        try {
            while (goOn.get()) {
                loop.run(CALLERS, ROUND);
            }
        } catch (Exception e) {
            throw new IllegalStateException(e);
        }
    }

    /** Until the time is over and the last break has come; breaks are spread over the time, each after whatever line. */
    private void followWhileTheyWrite(Nodes nodes) throws IOException, InterruptedException {
        long startNanos = System.nanoTime();
        while (disconnections < DISCONNECTIONS || System.nanoTime() - startNanos < TIME.toNanos()) {
            long breakNanos = startNanos + disconnections * TIME.toNanos() / DISCONNECTIONS;
            boolean breaks = disconnections < DISCONNECTIONS && System.nanoTime() > breakNanos;
            read(nodes, breaks ? 1 + random.nextInt(MOST_LINES_BEFORE_A_BREAK) : Integer.MAX_VALUE);
        }
    }

    /** One answer, of any node, to its end or for so many lines. */
    private void read(Nodes nodes, int mostLines) throws IOException, InterruptedException {
        ServerProcess node = nodes.servers().get(random.nextInt(NODES));
        String after = seen.isEmpty() ? "" : "?after=" + seen.getLast().cursor();
        answers++;
        try (FeedReader reader = FeedReader.open(node.uri("/events" + after))) {
            assertThat(reader.status()).isEqualTo(200);
            for (int count = 0; count < mostLines; count++) {
                String line = reader.next();
                if (line == null) {
                    return;
                }
                seen.add(Line.of(line));
            }
            disconnections++;
        }
    }
}
