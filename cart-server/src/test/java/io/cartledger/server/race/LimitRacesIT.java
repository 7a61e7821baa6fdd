package io.cartledger.server.race;

import static java.util.stream.Collectors.groupingBy;
import static java.util.stream.Collectors.summingLong;
import static org.assertj.core.api.Assertions.assertThat;

import io.cartledger.cart.CartId;
import io.cartledger.cart.CartState;
import io.cartledger.cart.CartStatus;
import io.cartledger.cart.CustomerId;
import io.cartledger.server.race.RacingNodes.Request;
import io.cartledger.server.testing.CartClient.Answer;
import io.cartledger.server.testing.SharedNodes;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.AfterParameterizedClassInvocation;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.MethodSource;

/** Row R15 of the races: the last unit that one may have, wanted by many requests at one instant. */
@ParameterizedClass(name = "{0}")
@MethodSource("nodes")
class LimitRacesIT {

    private static final String SKU = SharedNodes.ONE_EACH;
    private static final int ADDS = 200;
    private static final int CUSTOMERS = 50;

    private final RacingNodes nodes;

    LimitRacesIT(RacingNodes nodes) {
        this.nodes = nodes;
    }

    static Stream<RacingNodes> nodes() {
        return RacingNodes.oneAndTwo(3_072);
    }

    @AfterParameterizedClassInvocation
    static void tablesAreSound(RacingNodes nodes) {
        nodes.assertTablesAreSound();
    }

    @Test
    @DisplayName("R15: of 200 adds at once to two carts of one customer as many are accepted as the limit allows, then")
    void noMoreAreAcceptedThanAllowed() {
        String customer = nodes.newIds("limited", 1).getFirst();
        List<String> carts = List.of(openCart(customer), openCart(customer));

        assertAccepted(1, addsAtOnce(carts), 1);
        Answer granted = grant(customer, 2);
        assertAccepted(2, addsAtOnce(carts), 3);
        Answer revoked = nodes.node().as("support/anna").send("DELETE", location(granted) + "?ticket=T-2", null);
        assertAccepted(0, addsAtOnce(carts), 1);

        assertThat(granted.status()).isEqualTo(201);
        assertThat(revoked.status()).isEqualTo(200);
        var kept = nodes.assertTablesAreSound().fold();
        assertThat(carts.stream()
                        .mapToLong(cartId -> kept.get(new CartId(cartId)).units())
                        .sum())
                .isEqualTo(3);
    }

    private List<Answer> addsAtOnce(List<String> carts) {
        return nodes.atOnce(IntStream.range(0, ADDS)
                .<Request>mapToObj(i -> node -> node.add(carts.get(i % 2), SKU, 1))
                .toList());
    }

    /** The others are told of the limit as it is, and what is left of it at least: nothing. */
    private static void assertAccepted(int accepted, List<Answer> answers, int limit) {
        assertThat(answers).filteredOn(Answer::isSuccess).hasSize(accepted);
        assertThat(answers)
                .filteredOn(answer -> !answer.isSuccess())
                .hasSize(ADDS - accepted)
                .allSatisfy(refused -> {
                    assertThat(refused.status()).isEqualTo(422);
                    assertThat(refused.code()).isEqualTo("purchase-limit-exceeded");
                    assertThat(refused.json().path("limit").asInt()).isEqualTo(limit);
                    assertThat(refused.json().path("left").asInt()).isZero();
                });
    }

    private Answer grant(String customer, int units) {
        return nodes.node()
                .as("support/anna")
                .send(
                        "POST",
                        "/customers/" + customer + "/allowances",
                        "{\"sku\":\"%s\",\"units\":%d,\"until\":\"2999-01-01T00:00:00Z\",\"ticket\":\"T-1\"}"
                                .formatted(SKU, units));
    }

    private static String location(Answer answer) {
        return answer.header("Location");
    }

    @Test
    @DisplayName("R15: of 100 check-outs at once of carts that exceed since a claim none goes through")
    void noCheckOutGoesThroughThatExceeds() {
        List<String> customers = nodes.newIds("claimant", CUSTOMERS);
        List<String> claimed = customers.stream().map(this::claimedCart).toList();
        List<String> merged = customers.stream().map(this::mergedCart).toList();

        List<Answer> exceeding = nodes.atOnce(Stream.of(claimed, merged)
                .flatMap(List::stream)
                .map(LimitRacesIT::checkOut)
                .toList());
        List<Answer> removing = nodes.atOnce(Stream.of(
                        claimed.stream().map(LimitRacesIT::checkOut),
                        merged.stream().map(LimitRacesIT::checkOut),
                        merged.stream().map(LimitRacesIT::remove))
                .flatMap(stream -> stream)
                .toList());
        List<Answer> late =
                nodes.atOnce(claimed.stream().map(LimitRacesIT::checkOut).toList());

        assertThat(exceeding).hasSize(2 * CUSTOMERS).extracting(Answer::code).containsOnly("purchase-limit-exceeded");
        assertThat(removing.subList(2 * CUSTOMERS, 3 * CUSTOMERS)).allMatch(Answer::isSuccess);
        assertThat(late).allMatch(Answer::isSuccess);
        assertThat(unitsOrdered(customers))
                .containsOnlyKeys(customers)
                .allSatisfy((customer, units) -> assertThat(units).isOne());
    }

    /** A guest's cart of one unit that the customer has claimed. */
    private String claimedCart(String customer) {
        String cartId = guestsCart(customer + "-1");
        nodes.node()
                .as("customer/" + customer + "+guest/" + customer + "-1")
                .send("POST", "/carts/" + cartId + "/claim", "{}");
        return cartId;
    }

    /** Another cart of the customer's, into which one unit of a guest has come. */
    private String mergedCart(String customer) {
        String cartId = openCart(customer);
        Answer merged = nodes.node()
                .send(
                        "POST",
                        "/carts/" + cartId + "/merge",
                        "{\"from\":\"%s\"}".formatted(guestsCart(customer + "-2")));
        assertThat(merged.json().at("/excess/0/used").asInt()).isEqualTo(2);
        return cartId;
    }

    private String guestsCart(String guest) {
        Answer added =
                nodes.node().as("guest/" + guest).send("POST", "/me/cart/items", "{\"sku\":\"%s\"}".formatted(SKU));
        return added.json().path("cartId").asString();
    }

    private String openCart(String customer) {
        Answer opened = nodes.node().send("POST", "/carts", "{\"customer\":\"%s\"}".formatted(customer));
        return opened.json().path("cartId").asString();
    }

    private static Request checkOut(String cartId) {
        return node -> node.send("POST", "/carts/" + cartId + "/checkout", "{\"orderReference\":\"O-1\"}");
    }

    private static Request remove(String cartId) {
        return node -> node.send("DELETE", "/carts/" + cartId + "/items/" + SKU, null);
    }

    private Map<String, Long> unitsOrdered(List<String> customers) {
        return nodes.assertTablesAreSound().fold().values().stream()
                .filter(cart -> cart.status() == CartStatus.CHECKED_OUT)
                .filter(cart -> customers.contains(customer(cart)))
                .collect(groupingBy(LimitRacesIT::customer, summingLong(CartState::units)));
    }

    private static String customer(CartState cart) {
        return cart.customer().map(CustomerId::value).orElse("");
    }
}
