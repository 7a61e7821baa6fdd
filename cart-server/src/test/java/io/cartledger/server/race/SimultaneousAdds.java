package io.cartledger.server.race;

import io.cartledger.server.testing.AtOnce;
import io.cartledger.server.testing.CartClient;
import io.cartledger.server.testing.CartClient.Answer;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import java.util.concurrent.Callable;
import java.util.stream.IntStream;
import java.util.stream.StreamSupport;
import tools.jackson.databind.JsonNode;

/**
 * The founding story, round after round: one unit of one SKU is added to one new cart by many requests at one instant.
 * It knows nothing of who answers.
 */
final class SimultaneousAdds {

    private static final String SKU = "DRN-7X";

    private final List<CartClient> nodes;
    private final Random random;

    /** @param nodes each gets an equal share of the requests, in an order that the seed decides */
    SimultaneousAdds(List<CartClient> nodes, long seed) {
        System.out.printf("SimultaneousAdds over %d node(s), seed %d%n", nodes.size(), seed);
        this.nodes = nodes;
        this.random = new Random(seed);
    }

    /**
     * @param answers to the adds
     * @param carts what reading the cart at each node gave, once all adds were answered
     */
    record Round(List<Answer> answers, List<Answer> carts) {

        int accepted() {
            return (int) answers.stream().filter(Answer::isSuccess).count();
        }

        /** Whether every unit that was accepted is there, on one line, wherever one looks. */
        boolean isKept() {
            return carts.stream().allMatch(cart -> lines(cart) == 1 && units(cart) == accepted());
        }

        static int lines(Answer cart) {
            return cart.json().path("lines").size();
        }

        static int units(Answer cart) {
            return StreamSupport.stream(cart.json().path("lines").spliterator(), false)
                    .map(line -> line.path("quantity"))
                    .mapToInt(JsonNode::asInt)
                    .sum();
        }
    }

    /** @param adds how many at once in each round */
    List<Round> run(int rounds, int adds) {
        return IntStream.range(0, rounds)
                .mapToObj(round -> round("race-" + adds + "-" + round, adds))
                .toList();
    }

    private Round round(String cartId, int adds) {
        List<Answer> answers = addAtOnce(cartId, adds);
        return new Round(
                answers,
                nodes.stream().map(node -> node.cart(cartId, answers.size())).toList());
    }

    private List<Answer> addAtOnce(String cartId, int adds) {
        List<Callable<Answer>> requests = nodesInRandomOrder(adds).stream()
                .<Callable<Answer>>map(node -> () -> node.add(cartId, SKU, 1))
                .toList();
        return AtOnce.run(requests);
    }

    private List<CartClient> nodesInRandomOrder(int adds) {
        var targets = new ArrayList<CartClient>();
        IntStream.range(0, adds).forEach(i -> targets.add(nodes.get(i % nodes.size())));
        Collections.shuffle(targets, random);
        return targets;
    }
}
