package io.cartledger.server;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.cartledger.server.testing.CartClient;
import io.cartledger.server.testing.CartClient.Answer;
import io.cartledger.server.testing.RunningServer;
import java.net.URI;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executors;
import org.junit.jupiter.api.Test;
import org.springframework.boot.test.web.server.LocalServerPort;
import org.springframework.test.context.TestPropertySource;

/** A node that has enough to do says so at once, and does what it has taken. */
@RunningServer
@TestPropertySource(properties = {"cart.max-requests=2", "cart.view.patience=5s"})
class OverloadTest {

    private static final String WAITS = "/carts/nothing?atLeast=1";

    @LocalServerPort
    private int port;

    private final CartClient shop = new CartClient(path -> URI.create("http://127.0.0.1:" + port + path));

    @Test
    void whoComesWhenTheNodeIsFullIsRefusedAtOnce() {
        try (var others = Executors.newVirtualThreadPerTaskExecutor()) {
            var one = CompletableFuture.supplyAsync(this::waitForTheView, others);
            var another = CompletableFuture.supplyAsync(this::waitForTheView, others);
            await().pollInterval(Duration.ofMillis(20))
                    .until(() -> shop.add("full", "DRN-7X", 1).code().equals("overloaded"));

            long start = System.nanoTime();
            Answer refused = shop.add("refused", "DRN-7X", 1);
            Duration waited = Duration.ofNanos(System.nanoTime() - start);
            Answer watched = shop.send("GET", "/actuator/health", null);

            assertThat(one.isDone() || another.isDone()).isFalse();
            assertThat(refused.status()).isEqualTo(503);
            assertThat(refused.code()).isEqualTo("overloaded");
            assertThat(refused.header("Retry-After")).isEqualTo("1");
            assertThat(refused.header("X-Request-Id")).isNotEmpty();
            assertThat(waited).isLessThan(Duration.ofSeconds(2));
            assertThat(watched.status()).isEqualTo(200);
            assertThat(one.join().code()).isEqualTo("view-behind");
            assertThat(another.join().code()).isEqualTo("view-behind");
        }

        assertThat(shop.add("refused", "DRN-7X", 1).version()).isEqualTo(1);
        assertThat(shop.send("GET", "/actuator/prometheus", null).response().body())
                .containsPattern("cart_requests_refused_total(\\{[^}]*})? [1-9]");
    }

    /** Who finds both places taken, by an add that asks whether they are, comes again. */
    private Answer waitForTheView() {
        Answer answer = shop.send("GET", WAITS, null);
        while (answer.code().equals("overloaded")) {
            answer = shop.send("GET", WAITS, null);
        }
        return answer;
    }
}
