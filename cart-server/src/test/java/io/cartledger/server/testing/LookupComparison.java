package io.cartledger.server.testing;

import static org.assertj.core.api.Assertions.assertThat;

import io.cartledger.server.testing.CartClient.Answer;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.function.Function;

/**
 * Questions over HTTP beside the lookup of a cart by its primary key, over the same stack. They take turns, so that whatever
 * else the machine does meets them alike.
 */
public final class LookupComparison {

    private final String name;
    private final CartClient client;
    private final Function<Random, String> lookup;
    private final Random random = new Random(4711);
    private final List<Long> lookups = new ArrayList<>();
    private final Map<String, List<Long>> times = new LinkedHashMap<>();

    /**
     * @param name that what is printed begins with
     * @param lookup a cart's address, each time of another one
     */
    public LookupComparison(String name, CartClient client, Function<Random, String> lookup) {
        this.name = name;
        this.client = client;
        this.lookup = lookup;
    }

    /**
     * Asks each kind of question in every round, for a page in the middle as well where there is one, and prints the times.
     *
     * @param kinds by name, what is asked for; each time something else
     * @param warmUp rounds that do not count
     */
    public void run(Map<String, Function<Random, String>> kinds, int warmUp, int rounds) {
        for (int round = -warmUp; round < rounds; round++) {
            for (var kind : kinds.entrySet()) {
                long usual = nanos(lookup.apply(random));
                var asked = new ArrayList<Long>();
                asked.add(nanos(kind.getValue().apply(random)));
                String request = kind.getValue().apply(random);
                String next =
                        client.send("GET", request, null).json().path("next").asString("");
                if (!next.isEmpty()) {
                    asked.add(nanos(request + (request.contains("?") ? "&" : "?") + "cursor=" + next));
                }
                if (round >= 0) {
                    lookups.add(usual);
                    times.computeIfAbsent(kind.getKey(), none -> new ArrayList<>())
                            .addAll(asked);
                }
            }
        }
        print();
    }

    private void print() {
        System.out.printf(
                "%s: a lookup takes %.2f ms (95 %% within %.2f ms)%n",
                name, usual() / 1e6, percentile(lookups, 95) / 1e6);
        times.forEach((kind, nanos) -> System.out.printf(
                "%s: %-26s %5.2f ms (%4.1f lookups), 95 %% within %5.2f ms (%4.1f)%n",
                name,
                kind,
                percentile(nanos, 50) / 1e6,
                (double) percentile(nanos, 50) / usual(),
                percentile(nanos, 95) / 1e6,
                (double) percentile(nanos, 95) / usual()));
    }

    /** That 95 % of each kind took no longer than so many times the median of the lookups. */
    public void assertWithinLookups(int most) {
        assertThat(times)
                .allSatisfy((kind, nanos) ->
                        assertThat(percentile(nanos, 95)).as(kind).isLessThanOrEqualTo(most * usual()));
    }

    private long usual() {
        return percentile(lookups, 50);
    }

    private long nanos(String request) {
        long begun = System.nanoTime();
        Answer answer = client.send("GET", request, null);
        long nanos = System.nanoTime() - begun;
        assertThat(answer.status()).as("%s: %s", request, answer).isEqualTo(200);
        return nanos;
    }

    private static long percentile(List<Long> nanos, int percent) {
        long[] sorted = nanos.stream().mapToLong(Long::longValue).sorted().toArray();
        return Arrays.stream(sorted)
                .skip((long) sorted.length * percent / 100)
                .findFirst()
                .orElse(sorted[sorted.length - 1]);
    }
}
