package io.cartledger.server.race;

import static org.assertj.core.api.Assertions.assertThat;

import io.cartledger.server.race.RacingNodes.Request;
import io.cartledger.server.testing.CartClient;
import io.cartledger.server.testing.CartClient.Answer;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.AfterParameterizedClassInvocation;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.MethodSource;

/** Rows of the races about what a client has read before: stale reads, reads that write, versions that must be sent. */
@ParameterizedClass(name = "{0}")
@MethodSource("nodes")
class VersionRacesIT {

    private static final int ROUNDS = Boolean.getBoolean("cart.full") ? 50 : 10;
    private static final List<String> SKUS = List.of("DRN-7X", "BOOT-1");

    private final RacingNodes nodes;

    VersionRacesIT(RacingNodes nodes) {
        this.nodes = nodes;
    }

    static Stream<RacingNodes> nodes() {
        return RacingNodes.oneAndTwo(18_087);
    }

    @AfterParameterizedClassInvocation
    static void tablesAreSound(RacingNodes nodes) {
        nodes.assertTablesAreSound();
    }

    @Test
    @DisplayName("R13: the answers to changes at once, put in order by version, explain the cart")
    void answersInOrderOfVersionExplainTheCart() {
        for (String cartId : nodes.newIds("changed", ROUNDS)) {
            SKUS.forEach(sku -> nodes.node().add(cartId, sku, 5));
            var changes = Stream.generate(this::anyChange).limit(40).toList();

            List<Answer> answers = nodes.atOnce(
                    changes.stream().map(change -> change.to(cartId)).toList());

            AnswersByVersion.assertExplain(changes, answers, 2, Map.of("DRN-7X", 5, "BOOT-1", 5));
            Answer last = answers.stream()
                    .filter(Answer::isSuccess)
                    .max((one, other) -> Long.compare(one.version(), other.version()))
                    .orElseThrow();
            nodes.assertEverywhere(cartId, last.version(), last.lines());
        }
    }

    private Change anyChange() {
        String sku = SKUS.get(nodes.random().nextInt(SKUS.size()));
        int units = 1 + nodes.random().nextInt(3);
        return switch (nodes.random().nextInt(5)) {
            case 0 -> new Change.Set(sku, units);
            case 1 -> new Change.Remove(sku);
            default -> new Change.Add(sku, units);
        };
    }

    @Test
    @DisplayName("R13: +1 and -1 in quick turn, each -1 from a version that was read, add up")
    void plusesAndMinusesAddUp() {
        for (String cartId : nodes.newIds("turns", ROUNDS)) {
            nodes.node().add(cartId, "DRN-7X", 10);
            Request plus = node -> node.add(cartId, "DRN-7X", 1);
            Request minus = node -> minusOne(node, cartId);

            List<Answer> answers = nodes.atOnce(IntStream.range(0, 16)
                    .mapToObj(i -> i % 2 == 0 ? plus : minus)
                    .toList());

            assertThat(answers).allMatch(Answer::isSuccess);
            nodes.assertEverywhere(cartId, 1 + answers.size(), Map.of("DRN-7X", 10));
        }
    }

    /** From what the answer to a failed try shows, again. */
    private static Answer minusOne(CartClient node, String cartId) {
        Answer read = node.cart(cartId, 1);
        long version = read.version();
        int units = read.lines().get("DRN-7X");
        while (true) {
            Answer set = node.with("If-Match", "\"" + version + "\"")
                    .send("PUT", "/carts/" + cartId + "/items/DRN-7X", "{\"quantity\":%d}".formatted(units - 1));
            if (set.status() != 412) {
                return set;
            }
            version = set.json().at("/cart/version").asLong();
            units = set.json().at("/cart/lines/0/quantity").asInt();
        }
    }

    @Test
    @DisplayName("R14: no read writes anything, during changes or after")
    void readsWriteNothing() {
        String cartId = nodes.newIds("read", 1).getFirst();
        CartClient shopper = nodes.node().as("customer/reader");
        shopper.send("POST", "/me/cart/items", "{\"sku\":\"DRN-7X\"}");
        nodes.node().add(cartId, "DRN-7X", 1);
        nodes.assertEverywhere(cartId, 1, Map.of("DRN-7X", 1));

        List<Answer> during = nodes.atOnce(Stream.concat(
                        Stream.<Request>generate(() -> node -> node.add(cartId, "DRN-7X", 1))
                                .limit(50),
                        reads(cartId))
                .toList());
        nodes.assertTablesAreSound();
        Map<String, String> before = StoredRows.read(nodes.database());
        List<Answer> after = nodes.atOnce(reads(cartId).toList());

        assertThat(during).allMatch(VersionRacesIT::isAnswered);
        assertThat(after).allMatch(VersionRacesIT::isAnswered);
        assertThat(StoredRows.read(nodes.database())).isEqualTo(before);
        nodes.assertEverywhere(cartId, 51, Map.of("DRN-7X", 51));
    }

    private static boolean isAnswered(Answer answer) {
        return answer.isSuccess() || answer.status() == 304;
    }

    /** Each way to read a cart, ten times. */
    private static Stream<Request> reads(String cartId) {
        List<Request> reads = List.of(
                node -> node.send("GET", "/carts/" + cartId, null),
                node -> node.send("GET", "/carts/" + cartId + "?atLeast=1", null),
                node -> node.with("If-None-Match", "*").send("GET", "/carts/" + cartId, null),
                node -> node.send("GET", "/carts/" + cartId + "/items/DRN-7X", null),
                node -> node.as("customer/reader").send("GET", "/me/cart", null),
                node -> node.as("customer/nobody").send("GET", "/me/cart", null),
                node -> node.as("guest/nobody").send("GET", "/me/cart", null));
        return reads.stream().flatMap(read -> Stream.generate(() -> read).limit(10));
    }

    @Test
    @DisplayName("R17: no version need be sent, and then nothing that commutes fails")
    void commandsWithoutVersionAreNeverRefused() {
        for (String cartId : nodes.newIds("free", ROUNDS)) {
            SKUS.forEach(sku -> nodes.node().add(cartId, sku, 1));
            Request remove = node -> node.send("DELETE", "/carts/" + cartId + "/items/BOOT-1", null);
            Request add = node -> node.add(cartId, "DRN-7X", 1);

            List<Answer> answers = nodes.atOnce(IntStream.range(0, 20)
                    .mapToObj(i -> i % 4 == 0 ? remove : add)
                    .toList());

            assertThat(answers).allMatch(Answer::isSuccess);
            nodes.assertEverywhere(cartId, 18, Map.of("DRN-7X", 16));
        }
    }

    @Test
    @DisplayName("R17: of many that send the same version at once one is carried out, and the others see the cart")
    void ofManyWithTheSameVersionOneIsCarriedOut() {
        for (String cartId : nodes.newIds("matched", ROUNDS)) {
            nodes.node().add(cartId, "DRN-7X", 1);

            List<Answer> answers =
                    nodes.atOnce(8, node -> node.with("If-Match", "\"1\"").add(cartId, "DRN-7X", 1));

            assertThat(answers).filteredOn(Answer::isSuccess).hasSize(1);
            assertThat(answers).filteredOn(answer -> !answer.isSuccess()).allSatisfy(refused -> {
                assertThat(refused.status()).isEqualTo(412);
                assertThat(refused.json().path("version").asLong()).isEqualTo(2);
                assertThat(refused.json().at("/cart/lines/0/quantity").asInt()).isEqualTo(2);
            });
            nodes.assertEverywhere(cartId, 2, Map.of("DRN-7X", 2));
        }
    }
}
