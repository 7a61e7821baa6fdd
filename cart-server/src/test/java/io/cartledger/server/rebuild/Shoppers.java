package io.cartledger.server.rebuild;

import io.cartledger.server.testing.CartClient;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.IntStream;

/** Customers who add to carts, each as fast as its adds are answered, until this is closed. */
final class Shoppers implements AutoCloseable {

    private static final int ADDS_TO_A_CART = 400;
    private static final int SKUS = 7;

    private final AtomicLong succeeded = new AtomicLong();
    private final AtomicLong failed = new AtomicLong();
    private final List<Thread> threads;
    private volatile boolean closed;

    Shoppers(CartClient shop, int number) {
        threads = IntStream.range(0, number)
                .mapToObj(shopper -> Thread.startVirtualThread(() -> buy(shop, shopper)))
                .toList();
    }

    private void buy(CartClient shop, int shopper) {
        for (int i = 0; !closed; i++) {
            boolean added = shop.add("busy-" + shopper + "-" + i / ADDS_TO_A_CART, "SKU-" + i % SKUS, 1)
                    .isSuccess();
            (added ? succeeded : failed).incrementAndGet();
        }
    }

    /** Adds that were answered well so far. */
    long succeeded() {
        return succeeded.get();
    }

    /** Those that were not. */
    long failed() {
        return failed.get();
    }

    @Override
    public void close() {
        closed = true;
        try {
            for (Thread thread : threads) {
                thread.join();
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
