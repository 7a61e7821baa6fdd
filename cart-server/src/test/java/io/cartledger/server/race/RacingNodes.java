package io.cartledger.server.race;

import static org.assertj.core.api.Assertions.assertThat;

import io.cartledger.command.testing.TestDatabase;
import io.cartledger.server.testing.CartClient;
import io.cartledger.server.testing.CartClient.Answer;
import io.cartledger.server.testing.LedgerContents;
import io.cartledger.server.testing.Nodes;
import io.cartledger.server.testing.ReadModel;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/** One node or two on a database of their own, on which the races of one test class are run. */
final class RacingNodes implements AutoCloseable {

    /** A busy machine is no race. */
    private static final List<String> PATIENCE = List.of("--cart.command.deadline=30s", "--cart.view.patience=20s");

    private static final Set<String> BUSY = Set.of("ledger-unavailable", "deadline-exceeded", "view-unavailable");
    private static final int MOST_TRIES = 20;

    private final TestDatabase database = TestDatabase.durable();
    private final List<CartClient> clients;
    private final Nodes nodes;
    private final Random random;
    private final AtomicInteger number = new AtomicInteger();

    private RacingNodes(int count, long seed, String... properties) {
        System.out.printf("%d node(s), seed %d%n", count, seed);
        this.random = new Random(seed);
        this.nodes = Nodes.startOn(
                database,
                count,
                Stream.concat(PATIENCE.stream(), Stream.of(properties)).toArray(String[]::new));
        this.clients = nodes.clients();
    }

    /** First one node and then, when that is closed, two; with these further properties. */
    static Stream<RacingNodes> oneAndTwo(long seed, String... properties) {
        return Stream.of(1, 2).map(count -> new RacingNodes(count, seed, properties));
    }

    /** A request, but for the node that it is sent to. */
    interface Request {
        Answer sendTo(CartClient node);
    }

    /**
     * Sends these at one instant, an equal share to each node, in an order that the seed decides.
     *
     * @return the answers, in the order of the requests
     */
    List<Answer> atOnce(List<? extends Request> requests) {
        var order = new ArrayList<>(IntStream.range(0, requests.size()).boxed().toList());
        Collections.shuffle(order, random);
        var calls = new ArrayList<Callable<Answer>>();
        for (int i = 0; i < order.size(); i++) {
            Request request = requests.get(order.get(i));
            CartClient node = clients.get(i % clients.size());
            calls.add(() -> untilAnswered(request, node));
        }
        List<Answer> answers = AtOnce.run(calls);
        return IntStream.range(0, answers.size())
                .mapToObj(i -> answers.get(order.indexOf(i)))
                .toList();
    }

    /** Sent again where the node is too busy for it, which says that nothing has changed; every other answer stands. */
    private static Answer untilAnswered(Request request, CartClient node) {
        Answer answer = request.sendTo(node);
        for (int tries = 1; BUSY.contains(answer.code()) && tries < MOST_TRIES; tries++) {
            answer = request.sendTo(node);
        }
        return answer;
    }

    /** The same request so many times at one instant. */
    List<Answer> atOnce(int times, Request request) {
        return atOnce(Collections.nCopies(times, request));
    }

    /** Any of the nodes. */
    CartClient node() {
        return clients.get(random.nextInt(clients.size()));
    }

    List<CartClient> all() {
        return clients;
    }

    TestDatabase database() {
        return database;
    }

    Random random() {
        return random;
    }

    /** So many ids that nothing has yet. */
    List<String> newIds(String prefix, int count) {
        return Stream.generate(() -> prefix + "-" + number.incrementAndGet())
                .limit(count)
                .toList();
    }

    /** Whichever node is asked, the cart has these units by item. */
    void assertEverywhere(String cartId, long atLeast, Map<String, Integer> lines) {
        for (CartClient node : clients) {
            assertThat(node.cart(cartId, atLeast).lines()).as(cartId).isEqualTo(lines);
        }
    }

    /** The events are sound, and every table is what folding them gives. */
    LedgerContents assertTablesAreSound() {
        LedgerContents ledger = LedgerContents.read(database.as("cart_reader")).assertSound();
        ReadModel view = new ReadModel(database.as("cart_reader")).awaitPosition(ledger.head());
        assertThat(view.carts()).isEqualTo(ledger.fold());
        assertThat(view.cartsOfLines())
                .hasSize(ledger.fold().values().stream()
                        .mapToInt(cart -> cart.lines().size())
                        .sum());
        PlacesAndUnits.read(database.as("postgres")).assertAreTheFoldOf(ledger.fold());
        return ledger;
    }

    @Override
    public void close() {
        nodes.close();
    }

    @Override
    public String toString() {
        return clients.size() + " node(s)";
    }
}
