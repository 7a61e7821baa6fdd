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

/** Rows of the races at check-out. */
@ParameterizedClass(name = "{0}")
@MethodSource("nodes")
class CheckOutRacesIT {

    private static final int ROUNDS = Boolean.getBoolean("cart.full") ? 75 : 15;

    private final RacingNodes nodes;

    CheckOutRacesIT(RacingNodes nodes) {
        this.nodes = nodes;
    }

    static Stream<RacingNodes> nodes() {
        return RacingNodes.oneAndTwo(13_952);
    }

    @AfterParameterizedClassInvocation
    static void tablesAreSound(RacingNodes nodes) {
        nodes.assertEveryOwnerHasOneOpenCart(nodes.assertTablesAreSound());
    }

    @Test
    @DisplayName("R11: a change during check-out is in the order, or refused")
    void changesDuringCheckOutAreInTheOrderOrRefused() {
        for (String cartId : nodes.newIds("bought", ROUNDS)) {
            Map<String, Integer> lines = Map.of("DRN-7X", 1, "OLD-1", 1, "OLD-2", 1, "OLD-3", 1);
            lines.keySet().forEach(sku -> nodes.node().add(cartId, sku, 1));
            List<Change> changes = IntStream.rangeClosed(1, 3)
                    .boxed()
                    .<Change>flatMap(i -> Stream.of(new Change.Add("NEW-" + i, 1), new Change.Remove("OLD-" + i)))
                    .toList();

            List<Answer> answers =
                    nodes.atOnce(Stream.concat(changes.stream().map(change -> change.to(cartId)), Stream.of((Request)
                                    node -> checkOut(node, cartId, "O-1")))
                            .toList());

            Answer order = answers.getLast();
            Map<String, Integer> expected = lines;
            for (int i = 0; i < changes.size(); i++) {
                if (answers.get(i).isSuccess()) {
                    assertThat(answers.get(i).version()).isLessThan(order.version());
                    expected = changes.get(i).appliedTo(expected);
                } else {
                    assertThat(answers.get(i).code()).isEqualTo("cart-closed");
                }
            }
            assertThat(order.status()).isEqualTo(200);
            assertThat(order.lines()).isEqualTo(expected);
            nodes.assertEverywhere(cartId, order.version(), expected);
        }
    }

    @Test
    @DisplayName("R11: an add to /me/cart during check-out is in the order, or in the next cart; nobody is stuck")
    void addsOfAShopperDuringCheckOutAreInTheOrderOrInTheNextCart() {
        for (String shopper : nodes.newIds("customer/buyer", ROUNDS)) {
            Request add = node -> node.as(shopper).send("POST", "/me/cart/items", "{\"sku\":\"DRN-7X\"}");
            add.sendTo(nodes.node());

            List<Answer> answers =
                    nodes.atOnce(Stream.concat(Stream.generate(() -> add).limit(8), Stream.of((Request) node ->
                                    node.as(shopper).send("POST", "/me/cart/checkout", "{\"orderReference\":\"O-1\"}")))
                            .toList());

            assertThat(answers).allMatch(Answer::isSuccess);
            Answer order = answers.getLast();
            int ordered = order.lines().get("DRN-7X");
            Answer next = add.sendTo(nodes.node());
            assertThat(next.json().path("cartId")).isNotEqualTo(order.json().path("cartId"));
            assertThat(ordered + next.lines().get("DRN-7X")).isEqualTo(1 + 8 + 1);
        }
    }

    @Test
    @DisplayName("R12: checked out many times at once with one order reference: one check-out, one answer")
    void oneOrderReferenceIsOneCheckOut() {
        for (String cartId : nodes.newIds("same", ROUNDS)) {
            nodes.node().add(cartId, "DRN-7X", 1);

            List<Answer> answers = nodes.atOnce(8, node -> checkOut(node, cartId, "O-1"));

            assertThat(answers).extracting(Answer::status).containsOnly(200);
            assertThat(answers)
                    .extracting(Answer::json)
                    .containsOnly(answers.getFirst().json());
            assertThat(answers).extracting(Answer::version).containsOnly(2L);
        }
    }

    @Test
    @DisplayName("R12: a shopper's cart checked out many times at once is one order, whoever comes late finds none")
    void aShoppersCartIsOneOrder() {
        for (String shopper : nodes.newIds("customer/once", ROUNDS)) {
            Request add = node -> node.as(shopper).send("POST", "/me/cart/items", "{\"sku\":\"DRN-7X\"}");
            String cartId = add.sendTo(nodes.node()).json().path("cartId").asString();

            List<Answer> answers = nodes.atOnce(IntStream.range(0, 8)
                    .<Request>mapToObj(i -> node -> node.as(shopper)
                            .send("POST", "/me/cart/checkout", "{\"orderReference\":\"O-%d\"}".formatted(i / 2)))
                    .toList());

            assertThat(answers.stream()
                            .filter(Answer::isSuccess)
                            .map(order -> order.json().path("orderReference").asString())
                            .distinct())
                    .hasSize(1);
            assertThat(answers)
                    .filteredOn(Answer::isSuccess)
                    .extracting(answer -> answer.json().path("cartId").asString())
                    .containsOnly(cartId);
            assertThat(answers)
                    .filteredOn(answer -> !answer.isSuccess())
                    .extracting(Answer::code)
                    .allMatch("cart-not-found"::equals);
        }
    }

    @Test
    @DisplayName("R12: checked out at once with different order references: one order, and the others are told which")
    void ofDifferentOrderReferencesOneIsTheOrder() {
        for (String cartId : nodes.newIds("other", ROUNDS)) {
            nodes.node().add(cartId, "DRN-7X", 1);

            List<Answer> answers = nodes.atOnce(IntStream.range(0, 8)
                    .<Request>mapToObj(i -> node -> checkOut(node, cartId, "O-" + i))
                    .toList());

            assertThat(answers).filteredOn(Answer::isSuccess).hasSize(1);
            assertThat(answers)
                    .filteredOn(answer -> !answer.isSuccess())
                    .extracting(Answer::code)
                    .containsOnly("cart-closed");
            assertThat(answers)
                    .extracting(answer -> answer.json().path("orderReference"))
                    .containsOnly(nodes.node().cart(cartId, 2).json().path("orderReference"));
        }
    }

    private static Answer checkOut(CartClient node, String cartId, String order) {
        return node.send("POST", "/carts/" + cartId + "/checkout", "{\"orderReference\":\"%s\"}".formatted(order));
    }
}
