package io.cartledger.server.burst;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.cartledger.server.testing.AtOnce;
import io.cartledger.server.testing.Burst;
import io.cartledger.server.testing.CartClient;
import io.cartledger.server.testing.CartClient.Answer;
import io.cartledger.server.testing.Credentials;
import io.cartledger.server.testing.SharedNodes;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.Callable;
import java.util.stream.IntStream;
import org.awaitility.core.ConditionTimeoutException;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;

/** Commands that come at once, to two nodes, are soon shown as a burst, with from where they came to those who may know. */
class BurstsIT {

    private static final int ROUNDS = 30;
    private static final Duration SOON =
            Duration.ofSeconds(5); // on a busy machine; refusals are written down once a second

    private final List<CartClient> nodes = SharedNodes.clients();
    private final CartClient support = nodes.getFirst().as("support/anna");

    private record Shown(JsonNode burst, Duration after) {}

    @Test
    void threeParallelPostsOfAGuestAreShownWithSessionAndAddress() {
        for (int round = 0; round < ROUNDS; round++) {
            String guest = "guest/bursts-" + round;
            nodes.forEach(node -> node.as(guest).send("GET", "/me/cart", null));
            String session = Credentials.sessionOf(guest);
            List<Answer> answers = atOnce(
                    3, n -> node(n).as(guest).send("POST", "/me/cart/items", "{\"sku\":\"DRN-7X\",\"quantity\":1}"));
            assertThat(answers).allMatch(Answer::isSuccess);
            String cart = answers.getFirst().json().path("cartId").asString("");
            if (!Burst.isWhole(SharedNodes.database(), cart, 3)) {
                continue; // a machine so busy that 50 ms passed
            }

            Shown shown = awaitBurst("/bursts?ip=127.0.0.0/8&session=" + session, 3);

            System.out.printf(
                    "Shown %d ms after the last answer%n", shown.after().toMillis());
            JsonNode burst = shown.burst();
            assertThat(burst.path("cartId").asString("")).isEqualTo(cart);
            assertThat(burst.path("sku").asString("")).isEqualTo("DRN-7X");
            assertThat(burst.path("changed").asInt()).isEqualTo(3);
            assertThat(burst.path("commands")).hasSize(3).allSatisfy(command -> {
                assertThat(command.path("ip").asString("")).isEqualTo("127.0.0.1");
                assertThat(command.path("session").asString("")).isEqualTo(session);
                assertThat(command.path("offsetMillis").asDouble()).isBetween(0.0, 100.0);
            });
            assertThat(support.cart(cart, 3).json().path("lines")).hasSize(1);
            assertAnalystsSeeNothingPersonal(cart);
            return;
        }
        throw new AssertionError("three requests never came within 50 ms of each other");
    }

    private void assertAnalystsSeeNothingPersonal(String cart) {
        CartClient analyst = nodes.getLast().as("analyst/ada");
        JsonNode seen = analyst.send("GET", "/bursts?cart=" + cart, null).json().path("items");
        assertThat(seen).hasSize(1);
        assertThat(seen.path(0).path("commands"))
                .hasSize(3)
                .allSatisfy(command -> assertThat(command.propertyNames())
                        .contains("offsetMillis", "outcome", "version")
                        .doesNotContain("ip", "session", "userAgent", "ipHashed", "sessionHashed"));
        Answer refused = analyst.send("GET", "/bursts?ip=127.0.0.1", null);
        assertThat(refused.status()).isEqualTo(403);
        assertThat(refused.code()).isEqualTo("wrong-caller");
        assertThat(refused.json().path("field").asString("")).isEqualTo("ip");
    }

    @Test
    void whatIsRefusedAndWhatIsReplayedCounts() {
        for (int round = 0; round < ROUNDS; round++) {
            String cart = "c-bursts-" + round;
            String key = "\"bursts-" + round + "\"";
            nodes.getFirst().send("POST", "/carts/" + cart + "/items", "{\"sku\":\"OTHER\"}");
            List<Answer> answers = atOnce(
                    3,
                    n -> n < 2
                            ? node(n).with("Idempotency-Key", key).add(cart, "DRN-7X", 1)
                            : node(n).add(cart, "DRN-7X", 5_000));
            assertThat(answers).extracting(Answer::status).contains(422);
            JsonNode burst = burstAt("/bursts?cart=" + cart + "&sku=DRN-7X");
            if (burst.path("count").asInt() < 3) {
                continue; // likewise
            }

            assertThat(burst.path("changed").asInt()).isEqualTo(1);
            assertThat(burst.path("refused").asInt()).isEqualTo(1);
            assertThat(burst.path("replayed").asInt()).isEqualTo(1);
            Set<String> outcomes = new TreeSet<>();
            burst.path("commands")
                    .forEach(command -> outcomes.add(command.path("outcome").asString("") + " "
                            + command.path("code").asString("-") + " "
                            + command.path("ipHashed").asBoolean(false)));
            assertThat(outcomes).containsExactly("changed - false", "refused invalid-value true", "replayed - true");
            return;
        }
        throw new AssertionError("three requests never came within 50 ms of each other");
    }

    /** Behind the caller's own cart, which no path names; and the options are in the body alone. */
    @Test
    void whatAPurchaseLimitRefusesOfMyOwnCartCounts() {
        String add = "{\"sku\":\"ONE-EACH\",\"options\":{\"engraving\":\"Mia\"}}";
        for (int round = 0; round < ROUNDS; round++) {
            String customer = "bursts-" + round;
            List<Answer> answers =
                    atOnce(3, n -> node(n).as("customer/" + customer).send("POST", "/me/cart/items", add));
            assertThat(answers).extracting(Answer::status).containsExactlyInAnyOrder(201, 422, 422);
            JsonNode burst = burstAt("/bursts?sku=ONE-EACH&customer=" + customer);
            if (burst.path("count").asInt() < 3) {
                continue; // likewise
            }

            assertThat(burst.path("itemId").asString("")).startsWith("ONE-EACH~");
            assertThat(burst.path("changed").asInt()).isEqualTo(1);
            assertThat(burst.path("refused").asInt()).isEqualTo(2);
            return;
        }
        throw new AssertionError("three requests never came within 50 ms of each other");
    }

    private CartClient node(int n) {
        return nodes.get(n % nodes.size());
    }

    private interface Request {
        Answer to(int n);
    }

    private static List<Answer> atOnce(int count, Request request) {
        return AtOnce.run(IntStream.range(0, count)
                .<Callable<Answer>>mapToObj(n -> () -> request.to(n))
                .toList());
    }

    private Shown awaitBurst(String path, int commands) {
        Instant begin = Instant.now();
        JsonNode burst = await().atMost(SOON)
                .pollInterval(Duration.ofMillis(50))
                .until(
                        () -> support.send("GET", path, null).json().at("/items/0"),
                        found -> found.path("count").asInt() == commands);
        return new Shown(burst, Duration.between(begin, Instant.now()));
    }

    /** What there is of it once refusals have had the time to come. */
    private JsonNode burstAt(String path) {
        try {
            return awaitBurst(path, 3).burst();
        } catch (ConditionTimeoutException e) {
            return support.send("GET", path, null).json().at("/items/0");
        }
    }
}
