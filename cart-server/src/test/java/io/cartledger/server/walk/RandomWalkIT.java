package io.cartledger.server.walk;

import static org.assertj.core.api.Assertions.assertThat;

import io.cartledger.cart.CartId;
import io.cartledger.cart.CartState;
import io.cartledger.server.testing.CartClient.Answer;
import io.cartledger.server.testing.DerivedTables;
import io.cartledger.server.testing.LedgerContents;
import io.cartledger.server.testing.ReadModel;
import io.cartledger.server.testing.SharedNodes;
import java.net.URI;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.function.Function;
import java.util.stream.Stream;
import javax.sql.DataSource;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;

/** Whatever is sent to whichever node, twice or at once: what is derived equals the events, and so does every answer. */
class RandomWalkIT {

    private static final long SEED = 20_060;
    private static final int COMMANDS = Boolean.getBoolean("cart.full") ? 10_000 : 1_000;
    private static final int WALKERS = 16;

    @Test
    void atTheEndEverythingIsWhatTheEventsMake() throws Exception {
        System.out.printf("RandomWalkIT: seed %d, %d commands%n", SEED, COMMANDS);
        DataSource database = SharedNodes.database().as("cart_reader");

        List<Answer> answers = walk(SharedNodes.servers().stream()
                .<Function<String, URI>>map(server -> server::uri)
                .toList());

        LedgerContents ledger = LedgerContents.read(database).assertSound();
        assertThat(answers).extracting(Answer::status).doesNotContain(500, 503);
        assertThat(answers).filteredOn(Answer::isSuccess).hasSizeGreaterThan(COMMANDS / 2);
        assertThat(answers).extracting(Answer::code).contains("purchase-limit-exceeded", "cart-closed");
        assertEveryAnswerIsTheCartAsOfItsVersion(answers, ledger);
        DerivedTables.assertFollowFromEvents(SharedNodes.database());
        ReadModel view = new ReadModel(database).awaitPosition(ledger.head());
        assertThat(view.carts()).isEqualTo(ledger.fold());
        assertThat(view.openCarts()).isEqualTo(DerivedTables.read(database).openCarts());
    }

    private static List<Answer> walk(List<Function<String, URI>> nodes) throws Exception {
        var walks = new ArrayList<Future<List<Answer>>>();
        try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
            for (int i = 0; i < WALKERS; i++) {
                var walker = new Walker(nodes, SEED + i, "w" + i);
                walks.add(threads.submit(() -> walker.walk(COMMANDS / WALKERS)));
            }
        }
        var answers = new ArrayList<Answer>();
        for (Future<List<Answer>> walk : walks) {
            answers.addAll(walk.get());
        }
        return answers;
    }

    private static void assertEveryAnswerIsTheCartAsOfItsVersion(List<Answer> answers, LedgerContents ledger) {
        Map<String, Map<Long, CartState>> states = states(ledger);
        assertThat(answers.stream().filter(Answer::isSuccess).map(RandomWalkIT::cart))
                .allSatisfy(cart -> {
                    CartState state = states.get(cart.path("cartId").asString())
                            .get(cart.path("version").asLong());
                    assertThat(cart.path("status").asString())
                            .isEqualTo(state.status().name());
                    assertThat(lines(cart))
                            .containsExactlyElementsOf(state.lines().values().stream()
                                    .map(line -> line.item().itemId() + " " + line.quantity())
                                    .toList());
                });
    }

    private static Map<String, Map<Long, CartState>> states(LedgerContents ledger) {
        var states = new HashMap<String, Map<Long, CartState>>();
        var carts = new HashMap<CartId, CartState>();
        ledger.cartEvents().forEach(event -> {
            CartState after = carts.getOrDefault(new CartId(event.aggregateId()), CartState.NONE)
                    .apply(event.sequenceNumber(), event.event());
            carts.put(new CartId(event.aggregateId()), after);
            states.computeIfAbsent(event.aggregateId(), key -> new HashMap<>()).put(after.version(), after);
        });
        return states;
    }

    /** Several changes are answered with the cart inside. */
    private static JsonNode cart(Answer answer) {
        JsonNode json = answer.json();
        return json.has("cart") ? json.get("cart") : json;
    }

    private static Stream<String> lineTexts(JsonNode cart) {
        return Stream.iterate(0, i -> i < cart.path("lines").size(), i -> i + 1)
                .map(i -> cart.path("lines").path(i))
                .map(line -> line.path("itemId").asString() + " "
                        + line.path("quantity").asInt());
    }

    private static List<String> lines(JsonNode cart) {
        return lineTexts(cart).toList();
    }
}
