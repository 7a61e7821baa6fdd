package io.cartledger.server.story;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.cartledger.command.testing.TestDatabase;
import io.cartledger.server.testing.AtOnce;
import io.cartledger.server.testing.Burst;
import io.cartledger.server.testing.CartClient;
import io.cartledger.server.testing.CartClient.Answer;
import io.cartledger.server.testing.ServerProcess;
import io.cartledger.server.testing.TestIssuer;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.Callable;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;

/**
 * Three nights in which somebody's one click on a boot is sent three times at once, among the commands of everybody else.
 * Support finds them, sees what has happened, and puts it right.
 */
class ThreeNightsIT {

    private static final boolean FULL = Boolean.getBoolean("cart.full");
    private static final int NIGHTS = 3;
    private static final int CUSTOMERS = FULL ? 500 : 60;
    private static final int COMMANDS_EACH = FULL ? 20 : 9; // of which each night has a third
    private static final int AT_ONCE = 8;
    private static final int MOST_TRIES = 20;
    private static final String BOOT = "DRN-7X";
    private static final String ADDRESS = "203.0.113.7";
    private static final String SESSION = "a-sleepless-one";
    private static final Duration SOON = Duration.ofSeconds(10);

    private final Queue<Answer> failed = new ConcurrentLinkedQueue<>();

    @Test
    void supportFindsTheBurstsAndPutsThemRight() {
        TestDatabase database = TestDatabase.durable();
        try (ServerProcess server = ServerProcess.startOn(database, "--cart.trusted-proxies=127.0.0.1")) {
            var shop = new CartClient(server::uri);
            List<String> carts = new ArrayList<>();
            for (int night = 0; night < NIGHTS; night++) {
                everybodyShops(shop, night);
                carts.add(clickThatIsSentThreeTimes(shop, database, night));
            }
            everybodyShops(shop, NIGHTS);
            assertThat(failed).isEmpty();

            CartClient anna = shop.as("support/anna");
            assertTheBurstsAreFound(anna, carts);
            assertTheirChangesAreFound(anna, carts);
            assertThePastIsThereAfterTheCorrection(anna, carts.getFirst());
        }
    }

    /** Nobody does anything twice to the same item. */
    private void everybodyShops(CartClient shop, int night) {
        int commands = COMMANDS_EACH / (NIGHTS + 1);
        try (ExecutorService some = Executors.newFixedThreadPool(AT_ONCE)) {
            IntStream.range(0, CUSTOMERS)
                    .forEach(customer -> some.submit(() -> {
                        CartClient one = shop.as("customer/ordinary-" + customer)
                                .with("X-Forwarded-For", "198.51.100." + customer % 250);
                        for (int command = 0; command < commands; command++) {
                            int item = night * commands + command;
                            add(one, item == customer % COMMANDS_EACH ? BOOT : "SKU-" + item);
                        }
                    }));
        }
    }

    private void add(CartClient client, String sku) {
        Answer answer = client.send("POST", "/me/cart/items", "{\"sku\":\"" + sku + "\"}");
        if (!answer.isSuccess()) {
            failed.add(answer);
        }
    }

    /** @return the cart of a customer whose three requests came as close to each other as they do at night */
    private static String clickThatIsSentThreeTimes(CartClient shop, TestDatabase database, int night) {
        for (int tried = 0; tried < MOST_TRIES; tried++) {
            CartClient sleepless = shop.asNobody()
                    .with("Authorization", "Bearer " + token("sleepless-" + night + "-" + tried))
                    .with("X-Forwarded-For", ADDRESS);
            List<Answer> answers = AtOnce.run(Collections.<Callable<Answer>>nCopies(
                    3, () -> sleepless.send("POST", "/me/cart/items", "{\"sku\":\"" + BOOT + "\"}")));
            assertThat(answers).allMatch(Answer::isSuccess);
            String cart = answers.getFirst().json().path("cartId").asString();
            assertThat(sleepless.cart(cart, 3).lines()).containsOnlyKeys(BOOT).containsEntry(BOOT, 3);
            if (Burst.isWhole(database, cart, 3)) {
                return cart;
            }
        }
        throw new AssertionError("three requests never came within 50 ms of each other");
    }

    private static String token(String customer) {
        return TestIssuer.sign(TestIssuer.claims(customer, "cart:read cart:write")
                .claim("sid", SESSION)
                .build());
    }

    private static void assertTheBurstsAreFound(CartClient anna, List<String> carts) {
        for (String by : List.of("sku=" + BOOT, "ip=203.0.113.0/24", "session=" + SESSION)) {
            await().atMost(SOON)
                    .untilAsserted(() -> assertThat(items(anna, "/bursts?minCommands=3&" + by, "cartId"))
                            .as(by)
                            .containsExactlyElementsOf(carts.reversed()));
        }
        JsonNode burst = anna.send("GET", "/bursts?cart=" + carts.getFirst(), null)
                .json()
                .at("/items/0");
        assertThat(burst.path("changed").asInt()).as("%s", burst).isEqualTo(3);
        assertThat(burst.path("commands").valueStream())
                .hasSize(3)
                .allSatisfy(command -> assertThat(command.path("ip").asString()).isEqualTo(ADDRESS));
    }

    private static void assertTheirChangesAreFound(CartClient anna, List<String> carts) {
        for (String by : List.of("ip=" + ADDRESS, "session=" + SESSION)) {
            assertThat(items(anna, "/changes?sku=" + BOOT + "&" + by, "cartId"))
                    .as(by)
                    .containsAll(carts)
                    .hasSizeGreaterThanOrEqualTo(3 * carts.size());
        }
        assertThat(items(anna, "/changes?ip=198.51.100.0/24&sku=" + BOOT, "cartId"))
                .doesNotContainAnyElementsOf(carts);
        assertThat(items(anna, "/carts?sku=" + BOOT + "&q=sleepless-0", "cartId"))
                .isSubsetOf(carts);
    }

    private static void assertThePastIsThereAfterTheCorrection(CartClient anna, String cart) {
        JsonNode before = anna.cart(cart, 3).json();
        String customer = before.at("/customer").asString();
        send(anna, "/carts/" + cart + "/corrections", """
                {"itemId": "DRN-7X", "quantity": 1, "reason": "One click, sent three times", "ticket": "T-4711"}
                """);
        send(anna, "/customers/" + customer + "/notes", """
                {"text": "Approved for second pair on next restock", "ticket": "T-4711"}
                """);
        Answer last = send(anna, "/customers/" + customer + "/allowances", """
                {"sku": "DRN-7X", "units": 1, "until": "2100-01-01T00:00:00Z", "ticket": "T-4711"}
                """);
        CartClient after = anna.with("Consistency-Token", last.header("Consistency-Token"));

        assertThat(items(after, "/carts/" + cart + "/history", "summary"))
                .containsExactly(
                        "opened for customer " + customer,
                        "added 1 × DRN-7X, now 1",
                        "added 1 × DRN-7X, now 2",
                        "added 1 × DRN-7X, now 3",
                        "anna corrected DRN-7X from 3 to 1 (ticket T-4711): One click, sent three times");
        assertThat(items(after, "/customers/" + customer + "/history", "summary"))
                .hasSize(7)
                .anyMatch(summary -> summary.contains("Approved for second pair on next restock"))
                .last()
                .asString()
                .contains("DRN-7X");
        List<String> times = items(after, "/carts/" + cart + "/history", "at");
        assertThat(after.send("GET", "/carts/" + cart + "?at=" + times.get(3), null)
                        .lines())
                .containsEntry(BOOT, 3);
        assertThat(after.send("GET", "/carts/" + cart + "?at=" + times.get(4), null)
                        .lines())
                .containsEntry(BOOT, 1);
        assertThat(after.cart(cart, 4).lines()).containsEntry(BOOT, 1);
    }

    private static Answer send(CartClient client, String path, String body) {
        Answer answer = client.send("POST", path, body);
        assertThat(answer.isSuccess()).as("%s", answer).isTrue();
        return answer;
    }

    /** Of a list, what each of its items has there. */
    private static List<String> items(CartClient client, String path, String field) {
        Answer answer = client.send("GET", path, null);
        assertThat(answer.status()).as("%s: %s", path, answer).isEqualTo(200);
        return answer.json()
                .path("items")
                .valueStream()
                .map(item -> item.path(field).asString("-"))
                .toList();
    }
}
