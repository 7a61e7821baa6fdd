package io.cartledger.server.testing;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.Stream;

/**
 * So many callers, each on a connection of its own, who send the next add to a new cart as soon as the last is answered.
 * Who is refused for the moment comes again after a while.
 */
public final class ClosedLoop {

    private final int port;
    private final Duration rampUp;
    private final Duration pauseOfRefused;
    private final AtomicLong carts = new AtomicLong();

    /**
     * @param rampUp what is answered so soon after the beginning does not count: a queue fills first
     * @param pauseOfRefused how long who is refused stays away
     */
    public ClosedLoop(int port, Duration rampUp, Duration pauseOfRefused) {
        this.port = port;
        this.rampUp = rampUp;
        this.pauseOfRefused = pauseOfRefused;
    }

    /**
     * What came of it.
     *
     * @param time in which it was counted
     * @param accepted how long each add took that was answered with success
     * @param refused how long each took that was answered with 503, for whatever reason
     */
    public record Outcome(Duration time, List<Duration> accepted, List<Duration> refused) {

        private static final Outcome NOTHING = new Outcome(Duration.ZERO, List.of(), List.of());

        /** Of all of them as if they were one. */
        public static Outcome sum(Collection<Outcome> outcomes) {
            return outcomes.stream()
                    .reduce(
                            NOTHING,
                            (one, other) -> new Outcome(
                                    one.time.plus(other.time),
                                    concat(one.accepted, other.accepted),
                                    concat(one.refused, other.refused)));
        }

        private static List<Duration> concat(List<Duration> one, List<Duration> other) {
            return Stream.concat(one.stream(), other.stream()).sorted().toList();
        }

        /** Adds answered with success in each second. */
        public double goodput() {
            return accepted.size() * 1e9 / time.toNanos();
        }

        /** The time that so great a part of these does not exceed; zero where there are none. */
        public static Duration quantile(List<Duration> times, double part) {
            return times.stream()
                    .sorted()
                    .skip((long) (part * (times.size() - 1)))
                    .findFirst()
                    .orElse(Duration.ZERO);
        }

        @Override
        public String toString() {
            return "%.0f adds/s, median %s, p99 %s; refused %d, median %s, p99 %s"
                    .formatted(
                            goodput(),
                            quantile(accepted, 0.5),
                            quantile(accepted, 0.99),
                            refused.size(),
                            quantile(refused, 0.5),
                            quantile(refused, 0.99));
        }
    }

    /**
     * Runs so many callers, and counts for so long.
     *
     * @throws java.util.concurrent.ExecutionException if one is answered with anything but success or 503
     */
    public Outcome run(int connections, Duration time) throws Exception {
        long countedFrom = System.nanoTime() + rampUp.toNanos();
        long end = countedFrom + time.toNanos();
        var accepted = new ArrayList<Duration>();
        var refused = new ArrayList<Duration>();
        try (var executor = Executors.newVirtualThreadPerTaskExecutor()) {
            var callers = executor.invokeAll(Stream.generate(() -> new Caller(countedFrom, end))
                    .limit(connections)
                    .toList());
            for (var caller : callers) {
                accepted.addAll(caller.get().accepted);
                refused.addAll(caller.get().refused);
            }
        }
        return new Outcome(time, accepted, refused);
    }

    private final class Caller implements Callable<Caller> {

        private final long countedFrom;
        private final long end;
        private final List<Duration> accepted = new ArrayList<>();
        private final List<Duration> refused = new ArrayList<>();

        Caller(long countedFrom, long end) {
            this.countedFrom = countedFrom;
            this.end = end;
        }

        @Override
        public Caller call() throws IOException, InterruptedException {
            RawHttp connection = RawHttp.connect(port);
            try {
                while (System.nanoTime() < end) {
                    long start = System.nanoTime();
                    RawHttp.Answer answer = connection.exchange(addToNewCart());
                    count(answer, start, System.nanoTime());
                    if (!answer.isSuccess()) {
                        Thread.sleep(pauseOfRefused);
                    }
                    if ("close".equals(answer.header("Connection"))) {
                        connection.close();
                        connection = RawHttp.connect(port);
                    }
                }
                return this;
            } finally {
                connection.close();
            }
        }

        private void count(RawHttp.Answer answer, long start, long now) {
            if (!answer.isSuccess() && answer.status() != 503) {
                throw new IllegalStateException(answer.toString());
            }
            if (countedFrom <= now && now < end) {
                (answer.isSuccess() ? accepted : refused).add(Duration.ofNanos(now - start));
            }
        }
    }

    private byte[] addToNewCart() {
        String body = "{\"sku\":\"DRN-7X\"}";
        return """
                POST /carts/loop-%d/items HTTP/1.1\r
                Host: localhost\r
                Authorization: Bearer %s\r
                Content-Type: application/json\r
                Content-Length: %d\r
                \r
                %s""".formatted(carts.incrementAndGet(), TestIssuer.token(TestIssuer.ANYBODY), body.length(), body)
                .getBytes(StandardCharsets.US_ASCII);
    }
}
