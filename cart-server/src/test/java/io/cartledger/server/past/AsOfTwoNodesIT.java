package io.cartledger.server.past;

import static org.assertj.core.api.Assertions.assertThat;

import io.cartledger.cart.CartId;
import io.cartledger.cart.CartState;
import io.cartledger.http.CartJson;
import io.cartledger.server.testing.CartClient;
import io.cartledger.server.testing.CartClient.Answer;
import io.cartledger.server.testing.LedgerContents;
import io.cartledger.server.testing.SharedNodes;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.json.JsonMapper;

/** The carts at an instant that has only just passed, while commands run on both nodes. */
class AsOfTwoNodesIT {

    private static final long SEED = 8_086;
    private static final int CLIENTS = 8;
    private static final int CARTS = 40;
    private static final int INSTANTS = Boolean.getBoolean("cart.full") ? 300 : 40;
    private static final Duration LONGEST_AGO = Duration.ofMillis(5);
    private static final JsonMapper JSON = new JsonMapper();

    private final List<CartClient> nodes = SharedNodes.clients();
    private final AtomicInteger commands = new AtomicInteger();

    @Test
    void areTheSameOnBothNodesWhoeverAsksAndWhenever() throws Exception {
        var answers = new LinkedHashMap<Instant, String>();
        var goOn = new AtomicBoolean(true);
        try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
            var clients = new ArrayList<Future<?>>();
            for (int client = 0; client < CLIENTS; client++) {
                var random = new Random(SEED + client);
                clients.add(threads.submit(() -> shop(random, goOn)));
            }
            var random = new Random(SEED);
            while (answers.size() < INSTANTS) {
                Instant at = Instant.now().minusNanos(1 + random.nextLong(LONGEST_AGO.toNanos()));
                Future<String> other = threads.submit(() -> asOf(nodes.getLast(), at));
                String one = asOf(nodes.getFirst(), at);
                assertThat(other.get()).as("at %s", at).isEqualTo(one);
                answers.put(at, one);
            }
            goOn.set(false);
            for (Future<?> client : clients) {
                client.get();
            }
        }
        System.out.printf("AsOfTwoNodesIT: seed %d, %d instants, %d commands%n", SEED, INSTANTS, commands.get());

        assertThat(answers.values().stream().distinct().count()).isGreaterThan(INSTANTS / 2);
        LedgerContents ledger = LedgerContents.read(SharedNodes.database().as("cart_reader"));
        answers.forEach((at, answer) -> {
            assertThat(nodes)
                    .allSatisfy(
                            node -> assertThat(asOf(node, at)).as("at %s", at).isEqualTo(answer));
            assertThat(replay(ledger, at)).as("at %s", at).isEqualTo(answer);
        });
    }

    private void shop(Random random, AtomicBoolean goOn) {
        while (goOn.get()) {
            CartClient node = nodes.get(random.nextInt(nodes.size()));
            Answer added = node.add("as-of-" + random.nextInt(CARTS), "SKU-" + random.nextInt(5), 1);
            assertThat(added.status()).as("%s", added).isIn(200, 201, 422);
            commands.incrementAndGet();
        }
    }

    private static String asOf(CartClient node, Instant at) {
        Answer all = node.send("GET", "/carts/as-of?at=" + at, null);
        assertThat(all.status()).as("%s", all).isEqualTo(200);
        return all.response().body();
    }

    /** As the first events make it that had been recorded by then. */
    private static String replay(LedgerContents ledger, Instant at) {
        List<LedgerContents.Entry> first = ledger.entries().stream()
                .filter(entry -> !entry.recorded().recordedAt().isAfter(at))
                .toList();
        var carts = new TreeMap<String, CartState>();
        new LedgerContents(first).fold().forEach((cartId, cart) -> carts.put(cartId.value(), cart));
        return carts.entrySet().stream().map(AsOfTwoNodesIT::line).collect(Collectors.joining());
    }

    private static String line(Map.Entry<String, CartState> cart) {
        return JSON.writeValueAsString(CartJson.of(new CartId(cart.getKey()), cart.getValue())) + "\n";
    }
}
