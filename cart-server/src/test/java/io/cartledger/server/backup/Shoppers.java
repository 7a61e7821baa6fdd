package io.cartledger.server.backup;

import io.cartledger.cart.CartId;
import io.cartledger.server.testing.CartClient;
import io.cartledger.server.testing.CartClient.Answer;
import io.cartledger.server.testing.ServerProcess;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;

/**
 * Customers who add to their open carts without a pause, each command under a key of its own, and who remember what was
 * answered. What they add tells in which era it was sent. Any thread may use it.
 */
final class Shoppers implements AutoCloseable {

    private static final int SHOPPERS = 8;

    /**
     * An add that was answered with success.
     *
     * @param era in which it was sent
     * @param version of the cart after it
     */
    record Added(String customer, String key, int era, CartId cartId, long version) {

        String sku() {
            return skuOf(era);
        }

        /** The same command, once more. */
        Answer sendAgain(CartClient client) {
            return Shoppers.add(client, customer, key, era);
        }
    }

    private final CartClient client;
    private final AtomicInteger era = new AtomicInteger();
    private final Queue<Added> added = new ConcurrentLinkedQueue<>();
    private final Queue<Answer> refused = new ConcurrentLinkedQueue<>();
    private final List<Thread> threads;
    private volatile boolean closed;

    private Shoppers(ServerProcess server) {
        this.client = new CartClient(server::uri);
        this.threads = IntStream.range(0, SHOPPERS)
                .mapToObj(number -> Thread.ofVirtual().unstarted(() -> shop("customer/shopper-" + number)))
                .toList();
    }

    /** Begin. */
    static Shoppers at(ServerProcess server) {
        var shoppers = new Shoppers(server);
        shoppers.threads.forEach(Thread::start);
        return shoppers;
    }

    /** What is sent from now on is of a new era. */
    void beginEra() {
        era.incrementAndGet();
    }

    /** What has been answered with success so far. */
    List<Added> added() {
        return List.copyOf(added);
    }

    /** What has been answered otherwise. */
    List<Answer> refused() {
        return List.copyOf(refused);
    }

    static String skuOf(int era) {
        return "ERA-" + era;
    }

    private void shop(String customer) {
        for (int number = 0; !closed; number++) {
            String key = customer.replace('/', '-') + "-" + number;
            int sentIn = era.get();
            Answer answer = add(client, customer, key, sentIn);
            if (answer.isSuccess()) {
                var cartId = new CartId(answer.json().path("cartId").asString());
                added.add(new Added(
                        customer,
                        key,
                        sentIn,
                        cartId,
                        answer.json().path("version").asLong()));
            } else {
                refused.add(answer);
            }
        }
    }

    private static Answer add(CartClient client, String customer, String key, int era) {
        return client.as(customer)
                .with("Idempotency-Key", '"' + key + '"')
                .send("POST", "/me/cart/items", "{\"sku\":\"%s\"}".formatted(skuOf(era)));
    }

    /** Send no more; returns once all is answered. */
    void stop() {
        closed = true;
        try {
            for (Thread thread : threads) {
                thread.join();
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    @Override
    public void close() {
        stop();
    }
}
