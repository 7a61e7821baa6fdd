package io.cartledger.bench.measure;

import io.cartledger.bench.run.Node;
import java.io.IOException;
import java.time.Duration;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;

/** Callers who send each add with a key, and again until it is answered with success. */
final class SureCallers implements AutoCloseable {

    private static final int CALLERS = 64;
    private static final int CARTS = 50;
    private static final Duration PAUSE = Duration.ofMillis(20);
    private static final int PATIENCE_SECONDS = 120; // for a server that has to start first

    private final OneCaller caller;
    private final String run = UUID.randomUUID().toString().substring(0, 8);
    private final Map<String, Long> acknowledged = new ConcurrentHashMap<>();
    private final ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();
    private volatile Node node;
    private volatile boolean stopped;
    private volatile int refused;

    SureCallers(OneCaller caller, Node node) {
        this.caller = caller;
        this.node = node;
        for (int i = 0; i < CALLERS; i++) {
            int number = i;
            threads.execute(() -> call(number));
        }
    }

    /** Where they are to send from now on. */
    void moveTo(Node other) {
        node = other;
    }

    private void call(int number) {
        try {
            for (int i = 0; !stopped && refused == 0; i++) {
                String cart = "sure-" + (number + i) % CARTS;
                untilAcknowledged(cart, run + "-" + number + "-" + i);
                acknowledged.merge(cart, 1L, Long::sum);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private void untilAcknowledged(String cart, String key) throws InterruptedException {
        int status = 0;
        while (status / 100 != 2 && refused == 0) {
            try {
                status = caller.add(node, cart, key);
                if (status / 100 == 4) {
                    refused = status;
                }
            } catch (IOException e) {
                status = 0; // killed: nobody knows what became of it, so it is sent again
            }
            if (status / 100 != 2) {
                Thread.sleep(PAUSE);
            }
        }
    }

    /** Lets each finish its last add. */
    Map<String, Long> stop() throws InterruptedException {
        stopped = true;
        threads.shutdown();
        if (!threads.awaitTermination(PATIENCE_SECONDS, TimeUnit.SECONDS)) {
            throw new IllegalStateException("adds were not acknowledged within " + PATIENCE_SECONDS + " s");
        }
        if (refused != 0) {
            throw new IllegalStateException("an add was answered " + refused);
        }
        return acknowledged;
    }

    @Override
    public void close() {
        threads.shutdownNow();
    }
}
