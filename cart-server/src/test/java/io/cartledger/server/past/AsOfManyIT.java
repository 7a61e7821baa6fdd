package io.cartledger.server.past;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.cartledger.command.testing.TestDatabase;
import io.cartledger.server.testing.CartClient;
import io.cartledger.server.testing.ServerProcess;
import io.cartledger.server.testing.TestIssuer;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** Many carts at an instant, from a server with a small heap. */
class AsOfManyIT {

    private static final int CARTS = Boolean.getBoolean("cart.full") ? 100_000 : 3_000;
    private static final int PLACES = 4;
    private static final Instant START = Instant.parse("2026-03-01T12:00:00Z");
    private static final Instant ALL = START.plus(Duration.ofMinutes(1));
    private static final Instant UNREADABLE = START.plus(Duration.ofMinutes(2));

    private static TestDatabase database;
    private static ManyCarts carts;
    private static ServerProcess server;
    private static CartClient client;

    @BeforeAll
    static void start() {
        database = TestDatabase.durable();
        server = ServerProcess.startOn(database, List.of("-Xmx256m", "-XX:+UseParallelGC"));
        client = new CartClient(server::uri);
        carts = new ManyCarts(database);
        carts.write("c-", CARTS, START);
        carts.writeUnreadable("a-unreadable", UNREADABLE);
        carts.writeUnreadable("z-unreadable", UNREADABLE);
    }

    @AfterAll
    static void stop() {
        server.close();
    }

    @Test
    void allComeInTheOrderOfTheirIdentifiersAndInConstantMemory() throws Exception {
        for (int round = 0; round < 3; round++) {
            long begun = System.nanoTime();
            carts.copyOut();
            long copied = System.nanoTime();

            long lines = count(ask(ALL).body());

            long read = System.nanoTime();
            assertThat(lines).isEqualTo(CARTS);
            System.out.printf(
                    "AsOfManyIT: %d carts of %d events in %.2f s, %.2f times COPY out of them (%.2f s)%n",
                    CARTS,
                    CARTS * ManyCarts.EVENTS_EACH,
                    (read - copied) / 1e9,
                    (double) (read - copied) / (copied - begun),
                    (copied - begun) / 1e9);
        }
    }

    /** Each is told by the order of those before it. */
    private static long count(InputStream body) throws IOException {
        long lines = 0;
        try (var reader = new BufferedReader(new InputStreamReader(body, StandardCharsets.UTF_8))) {
            for (String line = reader.readLine(); line != null; line = reader.readLine()) {
                assertThat(line)
                        .startsWith("{\"cartId\":\"c-%06d\",\"version\":9,".formatted(lines))
                        .endsWith("}");
                lines++;
            }
        }
        return lines;
    }

    @Test
    void cartsThatNobodyCanReadAreToldAsSuchAndHoldUpNoOther() throws Exception {
        try (var lines =
                new BufferedReader(new InputStreamReader(ask(UNREADABLE).body(), StandardCharsets.UTF_8))) {
            List<String> all = lines.lines().toList();

            assertThat(all).hasSize(CARTS + 2);
            long position = (long) CARTS * ManyCarts.EVENTS_EACH + 2;
            assertThat(all.getFirst()).isEqualTo(unreadable("a-unreadable", position));
            assertThat(all.getLast()).isEqualTo(unreadable("z-unreadable", position + 2));
            assertThat(all.subList(1, CARTS + 1)).noneMatch(line -> line.contains("unreadable"));
        }
    }

    private static String unreadable(String cart, long position) {
        return "{\"cartId\":\"%s\",\"unreadable\":{\"version\":1,\"position\":%d}}".formatted(cart, position);
    }

    @Test
    void beforeAnythingHadHappenedThereWasNothing() throws Exception {
        assertThat(ask(START.minusSeconds(1)).body().readAllBytes()).isEmpty();
    }

    @Test
    void anAnswerThatFailsOnItsWayBreaksOff() throws Exception {
        var received = new StringBuilder();
        HttpResponse<InputStream> answer = ask(ALL);
        byte[] part = new byte[1 << 10];
        received.append(new String(part, 0, answer.body().read(part), StandardCharsets.UTF_8));
        database.execute("revoke select on ledger.event from cart_view");

        assertThat(answer.statusCode()).isEqualTo(200);
        try {
            assertThatThrownBy(() -> {
                        for (int n = answer.body().read(part);
                                n >= 0;
                                n = answer.body().read(part)) {
                            received.append(new String(part, 0, n, StandardCharsets.UTF_8));
                        }
                    })
                    .isInstanceOf(IOException.class);
            assertThat(client.send("GET", "/carts/as-of?at=" + ALL, null).code())
                    .isEqualTo("ledger-unavailable");
        } finally {
            database.execute("grant select on ledger.event to cart_view");
        }
        assertThat(received).contains("\"c-000000\"").doesNotContain("problem");
        assertThat(server.output()).contains("An answer of /carts/as-of is cut off");
    }

    @Test
    void whoReadsSlowlyTakesOneOfFewPlacesAndHoldsUpNobodyElse() throws Exception {
        var slow = new ArrayList<Socket>();
        try {
            for (int i = 0; i < PLACES; i++) {
                slow.add(askAndReadAByte());
            }

            assertThat(client.send("GET", "/carts/as-of?at=" + ALL, null).code())
                    .isEqualTo("overloaded");
            assertThat(client.send("GET", "/carts/c-000001?version=3", null).status())
                    .isEqualTo(200);
            assertThat(client.add("quick", "SOCK", 1).status()).isEqualTo(201);
        } finally {
            for (Socket socket : slow) {
                socket.close();
            }
        }
        await().atMost(Duration.ofSeconds(15)).until(() -> ask(ALL).statusCode() == 200);
    }

    private static Socket askAndReadAByte() throws IOException {
        var socket = new Socket();
        socket.setReceiveBufferSize(1 << 12);
        socket.connect(new InetSocketAddress("127.0.0.1", server.uri("/").getPort()));
        String request = "GET /carts/as-of?at=" + ALL + " HTTP/1.1\r\nHost: localhost\r\nAuthorization: Bearer "
                + TestIssuer.token(TestIssuer.ANYBODY) + "\r\n\r\n";
        socket.getOutputStream().write(request.getBytes(StandardCharsets.US_ASCII));
        assertThat(socket.getInputStream().read()).isEqualTo('H'); // by now it has its place
        return socket;
    }

    private static HttpResponse<InputStream> ask(Instant at) throws IOException, InterruptedException {
        var http = HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();
        return http.send(
                HttpRequest.newBuilder(server.uri("/carts/as-of?at=" + at))
                        .header("Authorization", "Bearer " + TestIssuer.token(TestIssuer.ANYBODY))
                        .build(),
                BodyHandlers.ofInputStream());
    }
}
