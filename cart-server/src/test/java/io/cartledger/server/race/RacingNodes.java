package io.cartledger.server.race;

import static java.util.stream.Collectors.groupingBy;
import static java.util.stream.Collectors.mapping;
import static java.util.stream.Collectors.toList;
import static org.assertj.core.api.Assertions.assertThat;

import io.cartledger.cart.CartId;
import io.cartledger.cart.CartState;
import io.cartledger.cart.Owner;
import io.cartledger.command.testing.TestDatabase;
import io.cartledger.server.testing.AtOnce;
import io.cartledger.server.testing.CartClient;
import io.cartledger.server.testing.CartClient.Answer;
import io.cartledger.server.testing.DerivedTables;
import io.cartledger.server.testing.LedgerContents;
import io.cartledger.server.testing.ReadModel;
import io.cartledger.server.testing.SharedNodes;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.Callable;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** One node or two of those that all tests share, on which the races of one test class are run. */
final class RacingNodes {

    /** Shared by all classes, so that no two of them name a cart alike. */
    private static final AtomicInteger NUMBER = new AtomicInteger();

    private final TestDatabase database = SharedNodes.database();
    private final List<String> ids = new ArrayList<>();
    private final List<CartClient> clients;
    private final Random random;

    private RacingNodes(int count, long seed) {
        System.out.printf("%d node(s), seed %d%n", count, seed);
        this.random = new Random(seed);
        this.clients = SharedNodes.clients().subList(0, count);
    }

    /** First one node, to which everything is sent, and then two. */
    static Stream<RacingNodes> oneAndTwo(long seed) {
        return Stream.of(1, 2).map(count -> new RacingNodes(count, seed));
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
            calls.add(() -> request.sendTo(node));
        }
        List<Answer> answers = AtOnce.run(calls);
        return IntStream.range(0, answers.size())
                .mapToObj(i -> answers.get(order.indexOf(i)))
                .toList();
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
        List<String> more = Stream.generate(() -> prefix + "-" + NUMBER.incrementAndGet())
                .limit(count)
                .toList();
        ids.addAll(more);
        return more;
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
        assertThat(view.openCarts()).isEqualTo(openCarts());
        DerivedTables.assertFollowFromEvents(database);
        return ledger;
    }

    private Map<String, String> openCarts() {
        return DerivedTables.read(database.as("cart_reader")).openCarts();
    }

    /** Where no back end has opened carts for others: whoever has an id of these has one open cart at most. */
    void assertEveryOwnerHasOneOpenCart(LedgerContents ledger) {
        Map<String, String> places = openCarts();
        Map<String, List<String>> open = openCartsByOwner(ledger.fold());
        assertThat(open)
                .isNotEmpty()
                .allSatisfy((owner, carts) ->
                        assertThat(carts).as("open carts of %s", owner).containsExactly(places.get(owner)));
    }

    private Map<String, List<String>> openCartsByOwner(Map<CartId, CartState> carts) {
        return carts.entrySet().stream()
                .filter(cart ->
                        cart.getValue().isOpen() && isOfThese(cart.getValue().owner()))
                .collect(groupingBy(
                        cart -> cart.getValue().owner().key(),
                        mapping(cart -> cart.getKey().value(), toList())));
    }

    private boolean isOfThese(@Nullable Owner owner) {
        return owner != null && ids.stream().anyMatch(owner.key()::contains);
    }

    @Override
    public String toString() {
        return clients.size() + " node(s)";
    }
}
