package io.cartledger.server.testing;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.IntStream;

/**
 * Shoppers who add without a pause, each to a cart of their own over a connection that is kept alive, until they are
 * refused for good.
 */
public final class Load {

    private final int port;
    private final AtomicLong acknowledged = new AtomicLong();
    private final Queue<RawHttp.Answer> refusals = new ConcurrentLinkedQueue<>();
    private final Queue<IOException> broken = new ConcurrentLinkedQueue<>();
    private final List<Thread> shoppers;

    private Load(int port, int shoppers) {
        this.port = port;
        this.shoppers = IntStream.range(0, shoppers)
                .mapToObj(number -> Thread.ofVirtual().unstarted(() -> shop("shopper-" + number)))
                .toList();
    }

    /** Begins. */
    public static Load of(int shoppers, int port) {
        var load = new Load(port, shoppers);
        load.shoppers.forEach(Thread::start);
        return load;
    }

    /** Commands that were answered with success; each has added one unit. */
    public long acknowledged() {
        return acknowledged.get();
    }

    /** How it ended for each shopper. */
    public Queue<RawHttp.Answer> refusals() {
        return refusals;
    }

    /** Connections that ended before the answer came. */
    public Queue<IOException> broken() {
        return broken;
    }

    /** Waits until all are refused. */
    public void awaitEnd() throws InterruptedException {
        for (Thread shopper : shoppers) {
            shopper.join();
        }
    }

    private void shop(String cartId) {
        try {
            RawHttp.Answer refusal = addUntilRefused(cartId);
            while (isForTheMoment(refusal)) {
                refusal = addUntilRefused(cartId);
            }
            refusals.add(refusal);
        } catch (IOException e) {
            broken.add(e);
        }
    }

    private RawHttp.Answer addUntilRefused(String cartId) throws IOException {
        try (RawHttp connection = RawHttp.connect(port)) {
            RawHttp.Answer answer = connection.exchange(add(cartId));
            while (answer.isSuccess()) {
                acknowledged.incrementAndGet();
                answer = connection.exchange(add(cartId));
            }
            return answer;
        }
    }

    /** A service that is busy on a slow machine, rather than one that stops. */
    private static boolean isForTheMoment(RawHttp.Answer refusal) {
        return refusal.status() == 503 && !refusal.body().contains("shutting-down");
    }

    private static byte[] add(String cartId) {
        String body = "{\"sku\":\"DRN-7X\"}";
        return """
                POST /carts/%s/items HTTP/1.1\r
                Host: localhost\r
                Authorization: Bearer %s\r
                Content-Type: application/json\r
                Content-Length: %d\r
                \r
                %s""".formatted(cartId, TestIssuer.token(TestIssuer.ANYBODY), body.length(), body)
                .getBytes(StandardCharsets.US_ASCII);
    }
}
