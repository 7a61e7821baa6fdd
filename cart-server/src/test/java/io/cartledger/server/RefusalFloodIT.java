package io.cartledger.server;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.cartledger.command.testing.TestDatabase;
import io.cartledger.server.testing.Alone;
import io.cartledger.server.testing.LedgerContents;
import io.cartledger.server.testing.RawHttp;
import io.cartledger.server.testing.ServerProcess;
import io.cartledger.server.testing.TestIssuer;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.springframework.jdbc.core.simple.JdbcClient;

/** Somebody sends nothing but what is refused, as fast as they can; the others shop on, and the ledger stays as it is. */
@Alone
class RefusalFloodIT {

    private static final int REFUSED = Boolean.getBoolean("cart.full") ? 20_000 : 4_000;
    private static final int FLOODERS = 4;
    private static final int SHOPPERS_BEFORE = 300;
    private static final int PER_SECOND = 50;

    private static final byte[] INVALID = post("/carts/victim/items", "{\"sku\":\"DRN-7X' OR 1=1--\"}");
    private static final byte[] UNKNOWN = post("/carts/victim/checkout", "{\"orderReference\":\"o-1\"}");

    private final TestDatabase database = TestDatabase.durable();
    private final JdbcClient reader = JdbcClient.create(database.as("cart_reader"));

    @Test
    void aFloodOfRefusedCommandsIsBoundedCountedAndDoesNotSlowTheOthers() throws Exception {
        try (var server = ServerProcess.startOn(database, "--cart.refusals.per-second=" + PER_SECOND);
                var executor = Executors.newVirtualThreadPerTaskExecutor()) {
            int port = server.uri("/").getPort();
            long start = System.nanoTime();
            flood(port, REFUSED / 10);
            shop(port, "warming", new CountDownLatch(0), SHOPPERS_BEFORE);
            var before = shop(port, "before", new CountDownLatch(0), SHOPPERS_BEFORE);

            var over = new CountDownLatch(FLOODERS);
            Future<List<Duration>> shopping = executor.submit(() -> shop(port, "during", over, 1));
            var flooding = executor.invokeAll(IntStream.range(0, FLOODERS)
                    .<Callable<Void>>mapToObj(_ -> () -> {
                        flood(port, REFUSED / FLOODERS);
                        over.countDown();
                        return null;
                    })
                    .toList());
            for (var flooder : flooding) {
                flooder.get();
            }
            List<Duration> during = shopping.get();

            int sent = REFUSED / 10 + REFUSED;
            await().until(() -> rows() + counted() >= sent);
            Duration taken = Duration.ofNanos(System.nanoTime() - start);
            System.out.printf(
                    "%d refused in %s; rows %d, counted %d; others' adds: %d, median %s before, %s during; p90 %s, %s%n",
                    sent,
                    taken,
                    rows(),
                    counted(),
                    during.size(),
                    quantile(before, 0.5),
                    quantile(during, 0.5),
                    quantile(before, 0.9),
                    quantile(during, 0.9));
            assertThat(rows() + counted()).isEqualTo(sent);
            assertThat(rows()).isBetween((long) PER_SECOND, PER_SECOND * (taken.toSeconds() + 2));
            int adds = 2 * SHOPPERS_BEFORE + during.size();
            assertThat(LedgerContents.read(database.as("cart_reader"))
                            .assertSound()
                            .head())
                    .isEqualTo(2L * adds);
            assertThat(quantile(during, 0.5).toNanos())
                    .isLessThan(5 * quantile(before, 0.5).toNanos());
        }
    }

    /** Opened again whenever the server has answered so many requests on it that it closes it. */
    private static final class Connection implements AutoCloseable {

        private final int port;
        private RawHttp current;

        Connection(int port) throws IOException {
            this.port = port;
            this.current = RawHttp.connect(port);
        }

        RawHttp.Answer exchange(byte[] request) throws IOException {
            RawHttp.Answer answer = current.exchange(request);
            if ("close".equals(answer.header("Connection"))) {
                current.close();
                current = RawHttp.connect(port);
            }
            return answer;
        }

        @Override
        public void close() throws IOException {
            current.close();
        }
    }

    /** Half is refused at the edge, half by the ledger. */
    private static void flood(int port, int commands) throws IOException {
        try (var connection = new Connection(port)) {
            for (int i = 0; i < commands; i++) {
                int status = connection.exchange(i % 2 == 0 ? INVALID : UNKNOWN).status();
                assertThat(status).isEqualTo(i % 2 == 0 ? 422 : 404);
            }
        }
    }

    /** Each add goes to a cart of its own: two events. */
    private static List<Duration> shop(int port, String name, CountDownLatch until, int atLeast) throws IOException {
        var latencies = new ArrayList<Duration>();
        try (var connection = new Connection(port)) {
            while (latencies.size() < atLeast || until.getCount() > 0) {
                long start = System.nanoTime();
                var answer = connection.exchange(
                        post("/carts/%s-%d/items".formatted(name, latencies.size()), "{\"sku\":\"DRN-7X\"}"));
                latencies.add(Duration.ofNanos(System.nanoTime() - start));
                assertThat(answer.status()).isEqualTo(201);
            }
        }
        return latencies;
    }

    private static Duration quantile(List<Duration> latencies, double part) {
        return latencies.stream()
                .sorted()
                .skip((long) (part * (latencies.size() - 1)))
                .findFirst()
                .orElseThrow();
    }

    private static byte[] post(String path, String body) {
        return """
                POST %s HTTP/1.1\r
                Host: localhost\r
                Authorization: Bearer %s\r
                Content-Type: application/json\r
                Content-Length: %d\r
                \r
                %s""".formatted(path, TestIssuer.token(TestIssuer.ANYBODY), body.length(), body)
                .getBytes(StandardCharsets.US_ASCII);
    }

    private long rows() {
        return reader.sql("select count(*) from ledger.refusal")
                .query(Long.class)
                .single();
    }

    private long counted() {
        return reader.sql("select coalesce(sum(refusals), 0) from ledger.refusal_count")
                .query(Long.class)
                .single();
    }
}
