package io.cartledger.server.race;

import static org.assertj.core.api.Assertions.assertThat;

import io.cartledger.cart.MergePolicy;
import io.cartledger.http.ConsistencyToken;
import io.cartledger.server.race.RacingNodes.Request;
import io.cartledger.server.testing.CartClient;
import io.cartledger.server.testing.CartClient.Answer;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.AfterParameterizedClassInvocation;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.MethodSource;

/** Rows of the races about the one open cart of everybody who shops: first adds, and carts that become one at log-in. */
@ParameterizedClass(name = "{0}")
@MethodSource("nodes")
class OneOpenCartRacesIT {

    private static final int ROUNDS = Boolean.getBoolean("cart.full") ? 50 : 10;

    private final RacingNodes nodes;

    OneOpenCartRacesIT(RacingNodes nodes) {
        this.nodes = nodes;
    }

    static Stream<RacingNodes> nodes() {
        return RacingNodes.oneAndTwo(4_481);
    }

    @AfterParameterizedClassInvocation
    static void tablesAreSound(RacingNodes nodes) {
        nodes.assertEveryOwnerHasOneOpenCart(nodes.assertTablesAreSound());
    }

    @Test
    @DisplayName("R8: first adds of one shopper at once make one open cart, with all of them; also after check-out")
    void firstAddsAtOnceMakeOneOpenCart() {
        for (String shopper : shoppers()) {
            String first = assertFirstAddsMakeOneCart(shopper);
            nodes.node().as(shopper).send("POST", "/me/cart/checkout", "{\"orderReference\":\"O-1\"}");
            String second = assertFirstAddsMakeOneCart(shopper);

            assertThat(second).isNotEqualTo(first);
        }
    }

    private List<String> shoppers() {
        return Stream.of(nodes.newIds("customer/first", ROUNDS), nodes.newIds("guest/first", ROUNDS))
                .flatMap(List::stream)
                .toList();
    }

    private String assertFirstAddsMakeOneCart(String shopper) {
        List<Answer> answers = nodes.atOnce(Stream.concat(
                        IntStream.range(0, 7).mapToObj(i -> addToMine(shopper, "SKU-" + i, 1)),
                        Stream.of((Request) node -> node.as(shopper).sendForm("/add-cart.php", "product_id=SKU-0")))
                .toList());

        assertThat(answers).allMatch(Answer::isSuccess);
        assertThat(answers).extracting(OneOpenCartRacesIT::cartId).containsOnly(cartId(answers.getFirst()));
        Answer last = answers.stream()
                .filter(answer -> answer.version() == answers.size())
                .findFirst()
                .orElseThrow();
        Answer mine = nodes.node()
                .as(shopper)
                .with(ConsistencyToken.HEADER, last.header(ConsistencyToken.HEADER))
                .send("GET", "/me/cart", null);
        assertThat(cartId(mine)).isEqualTo(cartId(last));
        assertThat(mine.lines()).hasSize(7).containsEntry("SKU-0", 2).isEqualTo(last.lines());
        return cartId(mine);
    }

    @Test
    @DisplayName("R9: log-ins at once, and the guest's cart is the customer's once: nothing lost, nothing doubled")
    void logInsAtOnceClaimOnce() {
        for (String id : nodes.newIds("claimed", ROUNDS)) {
            String guests = cartId(addToMine("guest/" + id, "DRN-7X", 65).sendTo(nodes.node()));

            List<Answer> answers = nodes.atOnce(6, node -> claim(node, guests, id, "sum"));

            assertThat(answers).allMatch(Answer::isSuccess);
            assertMine(id, guests, Map.of("DRN-7X", 65));
        }
    }

    @Test
    @DisplayName("R9: log-ins at once of a customer with an open cart merge the guest's into it once")
    void logInsAtOnceMergeOnce() {
        for (String id : nodes.newIds("joined", ROUNDS)) {
            String guests = cartId(addToMine("guest/" + id, "DRN-7X", 65).sendTo(nodes.node()));
            String own = cartId(addToMine("customer/" + id, "DRN-7X", 1).sendTo(nodes.node()));

            List<Answer> answers = nodes.atOnce(6, node -> claim(node, guests, id, "sum"));

            assertThat(answers).allMatch(Answer::isSuccess);
            assertMine(id, own, Map.of("DRN-7X", 66));
        }
    }

    @Test
    @DisplayName("R9: of two customers who claim one guest's cart at once one has it")
    void twoCustomersDoNotShareAClaim() {
        for (String id : nodes.newIds("contested", ROUNDS)) {
            String guests = cartId(addToMine("guest/" + id, "DRN-7X", 2).sendTo(nodes.node()));

            List<Answer> answers = nodes.atOnce(List.of(
                    node -> claim(node, guests, id + "-a", "sum"), node -> claim(node, guests, id + "-b", "sum")));

            assertThat(answers).extracting(Answer::status).containsExactlyInAnyOrder(200, 404);
            String winner = answers.getFirst().isSuccess() ? id + "-a" : id + "-b";
            assertMine(winner, guests, Map.of("DRN-7X", 2));
        }
    }

    @Test
    @DisplayName(
            "R10: a product in both carts has the units that the policy says, whichever policy, merged twice at once")
    void everyPolicySaysWhatMeets() {
        for (MergePolicy policy : MergePolicy.values()) {
            for (String id : nodes.newIds("met", ROUNDS)) {
                Stream.of("DRN-7X", "GUEST-1")
                        .forEach(sku -> addToMine("guest/" + id, sku, 5).sendTo(nodes.node()));
                String guests = cartId(addToMine("guest/" + id, "DRN-7X", 2).sendTo(nodes.node()));
                addToMine("customer/" + id, "OWN-1", 1).sendTo(nodes.node());
                String own = cartId(addToMine("customer/" + id, "DRN-7X", 3).sendTo(nodes.node()));
                String name = policy.name().toLowerCase(Locale.ROOT).replace('_', '-');

                List<Answer> answers = nodes.atOnce(4, node -> claim(node, guests, id, name));

                assertThat(answers).allMatch(Answer::isSuccess);
                int both = Map.of("sum", 10, "max", 7, "keep-target", 3).get(name);
                assertMine(id, own, Map.of("DRN-7X", both, "GUEST-1", 5, "OWN-1", 1));
            }
        }
    }

    @Test
    @DisplayName("R10: an add that meets the merge is in the merged cart, or refused")
    void addsThatMeetTheMergeAreInItOrRefused() {
        for (String id : nodes.newIds("met-by-adds", ROUNDS)) {
            String guests = cartId(addToMine("guest/" + id, "DRN-7X", 1).sendTo(nodes.node()));
            String own = cartId(addToMine("customer/" + id, "DRN-7X", 1).sendTo(nodes.node()));
            Request toGuests = node -> node.add(guests, "DRN-7X", 1);
            Request toOwn = node -> node.add(own, "DRN-7X", 1);

            List<Answer> answers = nodes.atOnce(
                    List.of(node -> claim(node, guests, id, "sum"), toGuests, toOwn, toGuests, toOwn, toGuests, toOwn));

            assertThat(answers)
                    .filteredOn(answer -> !answer.isSuccess())
                    .extracting(Answer::code)
                    .allMatch("cart-closed"::equals);
            int added = (int) answers.stream().skip(1).filter(Answer::isSuccess).count();
            assertThat(answers.getFirst().isSuccess()).isTrue();
            assertMine(id, own, Map.of("DRN-7X", 2 + added));
        }
    }

    @Test
    @DisplayName("R10: of two opposite merges at once one is carried out")
    void oppositeMergesDoNotSwallowEachOther() {
        for (String id : nodes.newIds("opposite", ROUNDS)) {
            nodes.node().add(id + "-a", "DRN-7X", 2);
            nodes.node().add(id + "-b", "DRN-7X", 3);

            List<Answer> answers = nodes.atOnce(
                    List.of(node -> merge(node, id + "-a", id + "-b"), node -> merge(node, id + "-b", id + "-a")));

            assertThat(answers).extracting(Answer::status).containsExactlyInAnyOrder(200, 409);
            String target = answers.getFirst().isSuccess() ? id + "-a" : id + "-b";
            String source = target.equals(id + "-a") ? id + "-b" : id + "-a";
            nodes.assertEverywhere(target, 2, Map.of("DRN-7X", 5));
            nodes.assertEverywhere(source, 2, Map.of());
        }
    }

    private static Request addToMine(String shopper, String sku, int quantity) {
        String body = "{\"sku\":\"%s\",\"quantity\":%d}".formatted(sku, quantity);
        return node -> node.as(shopper).send("POST", "/me/cart/items", body);
    }

    private static Answer claim(CartClient node, String cartId, String customer, String policy) {
        String guest = customer.replaceFirst("-[ab]$", ""); // both were the same one
        return node.as("customer/" + customer + "+guest/" + guest)
                .send("POST", "/carts/" + cartId + "/claim", "{\"policy\":\"%s\"}".formatted(policy));
    }

    private static Answer merge(CartClient node, String into, String from) {
        return node.send("POST", "/carts/" + into + "/merge", "{\"from\":\"%s\"}".formatted(from));
    }

    /** What the customer sees is this cart, with this in it. */
    private void assertMine(String customer, String cartId, Map<String, Integer> lines) {
        Answer seen = claim(nodes.node(), cartId, customer, "sum"); // changes nothing, and tells how new to read
        Answer mine = nodes.node()
                .as("customer/" + customer)
                .with(ConsistencyToken.HEADER, seen.header(ConsistencyToken.HEADER))
                .send("GET", "/me/cart", null);
        assertThat(cartId(mine)).isEqualTo(cartId);
        assertThat(mine.lines()).isEqualTo(lines);
    }

    private static String cartId(Answer answer) {
        return answer.json().path("cartId").asString();
    }
}
