package io.cartledger.server.kill;

import static java.util.stream.StreamSupport.stream;

import io.cartledger.cart.CartId;
import io.cartledger.server.testing.CartClient;
import io.cartledger.server.testing.CartClient.Answer;
import io.cartledger.server.testing.ServerProcess;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Executors;
import tools.jackson.databind.JsonNode;

/**
 * Many shoppers at once, each adding one unit of one SKU to a cart again and again, until the server is killed in the
 * middle of it.
 *
 * <p>Shared by the shoppers' threads; guarded by its monitor.
 */
final class Burst {

    private static final int SHOPPERS = 32;

    /**
     * What an answer said.
     *
     * @param lineQuantity units of the SKU after this add
     */
    record Accepted(CartId cartId, long version, int lineQuantity) {}

    private final List<CartId> carts;
    private final String sku;
    private int answersLeft;
    private final List<CartId> sent = new ArrayList<>();
    private final List<Accepted> accepted = new ArrayList<>();
    private final List<Answer> refused = new ArrayList<>();

    /** @param answers after so many the server is killed */
    Burst(List<CartId> carts, String sku, int answers) {
        this.carts = carts;
        this.sku = sku;
        this.answersLeft = answers;
    }

    /** Returns once the server is gone and every shopper has noticed. */
    void untilKilled(ServerProcess server) {
        var client = new CartClient(server::uri);
        try (var shoppers = Executors.newVirtualThreadPerTaskExecutor()) {
            for (int i = 0; i < SHOPPERS; i++) {
                CartId cartId = carts.get(i % carts.size());
                shoppers.execute(() -> shop(cartId, client, server));
            }
        }
    }

    private void shop(CartId cartId, CartClient client, ServerProcess server) {
        try {
            while (true) {
                send(cartId);
                if (isLast(cartId, client.add(cartId.value(), sku, 1))) {
                    server.kill();
                }
            }
        } catch (UncheckedIOException e) {
            // The server is gone, which is what everybody has been waiting for.
        }
    }

    private synchronized void send(CartId cartId) {
        sent.add(cartId);
    }

    private synchronized boolean isLast(CartId cartId, Answer answer) {
        if (answer.isSuccess()) {
            accepted.add(new Accepted(cartId, answer.json().path("version").asLong(), lineQuantity(answer)));
        } else {
            refused.add(answer);
        }
        return --answersLeft == 0;
    }

    private int lineQuantity(Answer answer) {
        return stream(answer.json().path("lines").spliterator(), false)
                .filter(line -> line.path("sku").asString().equals(sku))
                .map(line -> line.path("quantity"))
                .mapToInt(JsonNode::asInt)
                .sum();
    }

    List<CartId> carts() {
        return carts;
    }

    String sku() {
        return sku;
    }

    /** How many adds to this cart were sent, answered or not. */
    synchronized int sent(CartId cartId) {
        return (int) sent.stream().filter(cartId::equals).count();
    }

    synchronized List<Accepted> accepted(CartId cartId) {
        return accepted.stream().filter(add -> add.cartId().equals(cartId)).toList();
    }

    synchronized List<Answer> refused() {
        return refused;
    }
}
