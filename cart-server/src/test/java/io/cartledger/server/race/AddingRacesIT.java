package io.cartledger.server.race;

import static org.assertj.core.api.Assertions.assertThat;

import io.cartledger.server.race.RacingNodes.Request;
import io.cartledger.server.testing.CartClient.Answer;
import io.cartledger.server.testing.SharedNodes;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import java.util.stream.LongStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.AfterParameterizedClassInvocation;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.MethodSource;

/** Rows of the races in which different things are added to one cart at one instant. */
@ParameterizedClass(name = "{0}")
@MethodSource("nodes")
class AddingRacesIT {

    private static final int ROUNDS = Boolean.getBoolean("cart.full") ? 100 : 10;

    /** So that requests overtake each other: each SKU is slow by an amount of its own, always the same. */
    private static final String DELAYS = """
            create or replace function ledger.delay() returns trigger
            language plpgsql
            as $$
            begin
              perform pg_catalog.pg_sleep(abs(pg_catalog.hashtext(new.payload #>> '{item,sku}')) % 16 / 1000.0);
              return new;
            end
            $$;

            create or replace trigger delay
            before insert on ledger.event
            for each row
            when (new.type = 'ItemAdded' and new.aggregate_id like 'delayed-%')
            execute function ledger.delay();
            """;

    private final RacingNodes nodes;

    AddingRacesIT(RacingNodes nodes) {
        this.nodes = nodes;
    }

    static Stream<RacingNodes> nodes() {
        return RacingNodes.oneAndTwo(8_724);
    }

    @AfterParameterizedClassInvocation
    static void tablesAreSound(RacingNodes nodes) {
        nodes.assertTablesAreSound();
    }

    @Test
    @DisplayName("R1: the same add sent many times at once with one Idempotency-Key is one line of 1")
    void oneKeySentManyTimesAtOnceAddsOnce() {
        for (String cartId : nodes.newIds("once", ROUNDS)) {
            List<Answer> answers = nodes.atOnce(
                    6,
                    node -> node.with("Idempotency-Key", "\"" + cartId + "\"").add(cartId, "DRN-7X", 1));

            assertThat(answers).allMatch(Answer::isSuccess);
            assertThat(answers)
                    .filteredOn(answer -> answer.header("Idempotency-Replayed").isEmpty())
                    .hasSize(1);
            assertThat(answers).extracting(Answer::lines).containsOnly(Map.of("DRN-7X", 1));
            nodes.assertEverywhere(cartId, 1, Map.of("DRN-7X", 1));
        }
    }

    @Test
    @DisplayName("R2: three different products added at once are all there")
    void differentProductsAddedAtOnceAreAllThere() {
        for (String cartId : nodes.newIds("three", ROUNDS)) {
            assertAllAreThere(cartId, List.of("DRN-7X", "DRN-8X", "BOOT-1"));
        }
    }

    @Test
    @DisplayName("R3: products added at once are all there, however long each takes inside")
    void slowerEarlierAddsRemoveNothing() {
        nodes.database().execute("set role cart_owner; " + DELAYS + "reset role");
        for (String cartId : nodes.newIds("delayed", ROUNDS)) {
            assertAllAreThere(
                    cartId, IntStream.range(0, 8).mapToObj(i -> "SKU-" + i).toList());
        }
    }

    private void assertAllAreThere(String cartId, List<String> skus) {
        List<Answer> answers = nodes.atOnce(skus.stream()
                .<Request>map(sku -> node -> node.add(cartId, sku, 1))
                .toList());

        assertThat(answers).extracting(Answer::status).containsOnly(201);
        var each = new HashMap<String, Integer>();
        skus.forEach(sku -> each.put(sku, 1));
        nodes.assertEverywhere(cartId, skus.size(), each);
    }

    @Test
    @DisplayName("R4: one product with different options, added at once, has a line for each")
    void everySetOfOptionsAddedAtOnceHasItsLine() {
        List<String> engravings = List.of("Mia", "mia", "Mia ", "Ben", "");
        for (String cartId : nodes.newIds("engraved", ROUNDS)) {
            List<Answer> answers = nodes.atOnce(Stream.of(engravings, engravings)
                    .flatMap(List::stream)
                    .map(engraving -> add(cartId, "{\"engraving\":\"%s\"}".formatted(engraving)))
                    .toList());

            assertThat(answers).allMatch(Answer::isSuccess);
            assertThat(nodes.node().cart(cartId, answers.size()).lines().values())
                    .containsExactly(2, 2, 2, 2, 2);
        }
    }

    @Test
    @DisplayName("R5: no options, null and {} are one item, and so are options in any order")
    void optionsThatMeanTheSameAreOneLine() {
        for (String cartId : nodes.newIds("same", ROUNDS)) {
            List<Answer> answers = nodes.atOnce(List.of(
                    node -> node.add(cartId, "DRN-7X", 1),
                    add(cartId, "null"),
                    add(cartId, "{}"),
                    add(cartId, "{\"size\":\"42\",\"colour\":\"red\"}"),
                    add(cartId, "{\"colour\":\"red\",\"size\":\"42\"}")));

            assertThat(answers).allMatch(Answer::isSuccess);
            Map<String, Integer> lines =
                    nodes.node().cart(cartId, answers.size()).lines();
            assertThat(lines).hasSize(2).containsEntry("DRN-7X", 3).containsValue(2);
        }
    }

    private static Request add(String cartId, String options) {
        String body = "{\"sku\":\"DRN-7X\",\"options\":" + options + "}";
        return node -> node.send("POST", "/carts/" + cartId + "/items", body);
    }

    @Test
    @DisplayName("R7: whatever makes a cart first, at once, is never a 5xx")
    void firstCommandsAtOnceAreNeverFaults() {
        for (String cartId : nodes.newIds("first", ROUNDS)) {
            Request open = node -> node.send("POST", "/carts", "{\"cartId\":\"%s\"}".formatted(cartId));
            Request add = node -> node.add(cartId, "DRN-7X", 1);

            List<Answer> answers = nodes.atOnce(List.of(open, open, add, add));

            assertThat(answers.subList(0, 2))
                    .allSatisfy(opened ->
                            assertThat(opened.status() + opened.code()).isIn("201", "409cart-exists"));
            assertThat(answers.subList(0, 2)).filteredOn(Answer::isSuccess).hasSizeLessThan(2);
            assertThat(answers.subList(2, 4)).extracting(Answer::status).containsExactlyInAnyOrder(201, 200);
            nodes.assertEverywhere(cartId, 2, Map.of("DRN-7X", 2));
        }
    }

    @Test
    @DisplayName(
            "R16: 1,000 simultaneous adds on one cart all count, none is told of a conflict, none waits for too long")
    void aThousandAddsAtOnceAllCount() {
        String cartId = nodes.newIds("crowded", 1).getFirst();
        long start = System.nanoTime();
        List<Answer> answers = nodes.atOnce(IntStream.range(0, 1_000)
                .<Request>mapToObj(i -> node -> node.add(cartId, "SKU-" + i % 4, 1))
                .toList());
        Duration last = Duration.ofNanos(System.nanoTime() - start);

        System.out.printf("R16: the last of 1,000 adds was answered after %d ms%n", last.toMillis());
        assertThat(last).isLessThan(SharedNodes.DEADLINE);
        assertThat(answers).allMatch(Answer::isSuccess);
        assertThat(answers)
                .extracting(Answer::version)
                .containsExactlyInAnyOrderElementsOf(
                        LongStream.rangeClosed(1, 1_000).boxed().toList());
        nodes.assertEverywhere(cartId, 1_000, Map.of("SKU-0", 250, "SKU-1", 250, "SKU-2", 250, "SKU-3", 250));
    }
}
