package io.cartledger.server;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.cartledger.server.testing.CartClient;
import io.cartledger.server.testing.RawHttp;
import io.cartledger.server.testing.RunningServer;
import java.io.EOFException;
import java.io.IOException;
import java.net.URI;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.springframework.boot.test.web.server.LocalServerPort;
import org.springframework.test.context.TestPropertySource;

/** Whoever sends or reads slowly is given up in time, and keeps nobody from being answered. */
@RunningServer
@TestPropertySource(
        properties = {
            "cart.max-requests=4",
            "cart.body-timeout=2s",
            "cart.header-timeout=2s",
            "server.tomcat.connection-timeout=3s"
        })
class SlowClientsTest {

    private static final Duration BETWEEN_BYTES = Duration.ofMillis(200);
    private static final Duration LONGEST = Duration.ofSeconds(15);

    private static final String HEAD =
            "POST /carts/slow/items HTTP/1.1\r\nHost: a\r\nContent-Type: application/json\r\n";
    private static final String BODY_HEAD = HEAD + "Content-Length: 1000\r\n\r\n";

    private static final Executor SENDERS = Thread::startVirtualThread;

    @LocalServerPort
    private int port;

    @Test
    void aBodyThatTricklesInIsEnded() throws IOException {
        try (var slow = RawHttp.connect(port)) {
            slow.send(BODY_HEAD.getBytes(US_ASCII));

            var trickle = CompletableFuture.runAsync(() -> trickleUntilEnded(slow), SENDERS);

            RawHttp.Answer answer = slow.answer();

            trickle.join();
            assertThat(answer.status()).isEqualTo(408);
            assertThat(answer.json().path("code").asString()).isEqualTo("body-too-slow");
            assertThat(answer.header("Connection")).isEqualTo("close");
        }
    }

    @Test
    void aBodyThatStopsIsEnded() throws IOException {
        try (var slow = RawHttp.connect(port)) {
            slow.send((BODY_HEAD + "{").getBytes(US_ASCII));

            RawHttp.Answer answer = slow.answer();

            assertThat(answer.status()).isEqualTo(408);
            assertThat(answer.json().path("code").asString()).isEqualTo("body-too-slow");
        }
    }

    @Test
    void aBodyThatIsTooLargeAndTricklesInIsEnded() throws IOException {
        try (var slow = RawHttp.connect(port)) {
            slow.send((HEAD + "Content-Length: 1000000\r\n\r\n").getBytes(US_ASCII));

            trickleUntilEnded(slow);
        }
    }

    @Test
    void headersThatTrickleInAreEnded() throws IOException {
        try (var slow = RawHttp.connect(port)) {
            slow.send((HEAD + "X: ").getBytes(US_ASCII));

            trickleUntilEnded(slow);
        }
    }

    @Test
    void headersAndBodiesThatAreOnlySomewhatSlowAreTaken() throws IOException {
        String body = "{\"sku\":\"A\"}";
        String request = "POST /me/cart/items HTTP/1.1\r\nHost: a\r\nContent-Type: application/json\r\n"
                + "Content-Length: " + body.length() + "\r\n\r\n" + body;
        try (var slow = RawHttp.connect(port)) {
            for (int part = 0; part < request.length(); part += 40) {
                int end = Math.min(part + 40, request.length());
                byte[] bytes = request.substring(part, end).getBytes(US_ASCII);
                await().pollDelay(BETWEEN_BYTES).until(() -> sends(slow, bytes));
            }

            assertThat(slow.answer().status()).isEqualTo(201);
        }
    }

    @Test
    void anAnswerThatIsNotReadIsGivenUp() throws IOException {
        for (int batch = 0; batch < 5; batch++) {
            shop().send("POST", "/carts/unread/commands", hundredAdds(batch));
        }
        String request = "GET /carts/unread?atLeast=500 HTTP/1.1\r\nHost: a\r\n\r\n";
        try (var slow = RawHttp.connect(port)) {
            slow.send(request.repeat(1_000).getBytes(US_ASCII));

            trickleUntilEnded(slow);
        }
    }

    @Test
    void twoThousandHalfOpenRequestsKeepNobodyFromBeingAnswered() throws IOException {
        var halfOpen = new ArrayList<RawHttp>();
        for (int i = 0; i < 2_000; i++) {
            var connection = RawHttp.connect(port);
            halfOpen.add(connection);
            connection.send((i % 2 == 0 ? HEAD : BODY_HEAD + "{").getBytes(US_ASCII));
        }

        List<Integer> statuses = List.of(
                shop().add("others", "DRN-7X", 1).status(),
                shop().add("others", "DRN-7X", 1).status());

        assertThat(statuses).containsExactly(201, 200);
        for (RawHttp connection : halfOpen) {
            assertThat(isGivenUp(connection)).isTrue();
        }
    }

    /** Without an answer where not even the headers have come. */
    private static boolean isGivenUp(RawHttp connection) throws IOException {
        try (connection) {
            return connection.answer().status() == 408;
        } catch (EOFException e) {
            return true;
        }
    }

    private static String hundredAdds(int batch) {
        return IntStream.range(0, 100)
                .mapToObj(i -> "{\"type\":\"AddItem\",\"sku\":\"%s-%d-%d\"}".formatted("A".repeat(50), batch, i))
                .collect(Collectors.joining(",", "[", "]"));
    }

    private static void trickleUntilEnded(RawHttp slow) {
        await().pollInterval(BETWEEN_BYTES).atMost(LONGEST).until(() -> !sends(slow, new byte[] {'x'}));
    }

    private static boolean sends(RawHttp connection, byte[] bytes) {
        try {
            connection.send(bytes);
            return true;
        } catch (IOException e) {
            return false;
        }
    }

    private CartClient shop() {
        return new CartClient(path -> URI.create("http://127.0.0.1:" + port + path));
    }
}
