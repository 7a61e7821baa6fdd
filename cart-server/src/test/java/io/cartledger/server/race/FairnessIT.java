package io.cartledger.server.race;

import static org.assertj.core.api.Assertions.assertThat;

import io.cartledger.command.testing.TestDatabase;
import io.cartledger.server.testing.Alone;
import io.cartledger.server.testing.CartClient;
import io.cartledger.server.testing.CartClient.Answer;
import io.cartledger.server.testing.Nodes;
import java.time.Duration;
import java.util.ArrayList;
import java.util.IntSummaryStatistics;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Of many who change one cart, through one node or two, everybody gets about as many turns, and nobody hears of the others. */
@Alone
class FairnessIT {

    private static final int CLIENTS = 64;
    private static final String CART = "/carts/wanted";
    private static final String PATIENCE = "--cart.command.deadline=30s"; // a busy machine is not unfair
    private static final Duration WARM_UP = Duration.ofSeconds(2);
    private static final Duration TIME = Duration.ofSeconds(10);

    private static Nodes nodes;

    @BeforeAll
    static void start() {
        nodes = Nodes.startOn(TestDatabase.durable(), 2, PATIENCE);
    }

    @AfterAll
    static void stop() {
        nodes.close();
    }

    @ParameterizedTest(name = "{0} node(s)")
    @ValueSource(ints = {1, 2})
    void theSlowestGetsAFifthOfTheMeanAtLeast(int count) throws Exception {
        List<CartClient> clients = nodes.clients().subList(0, count);
        clients.getFirst().add("wanted", "DRN-7X", 1);
        run(clients, WARM_UP);

        IntSummaryStatistics turns = run(clients, TIME);

        System.out.printf(
                "FairnessIT: %d node(s), %.0f commands/s, slowest client %.2f of the mean%n",
                count, turns.getSum() / (double) TIME.toSeconds(), turns.getMin() / turns.getAverage());
        assertThat(turns.getMin()).isGreaterThan((int) (turns.getAverage() / 5));
    }

    /** @return how many commands of each client were done */
    private static IntSummaryStatistics run(List<CartClient> nodes, Duration time) throws Exception {
        long end = System.nanoTime() + time.toNanos();
        try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
            var clients = new ArrayList<Callable<Integer>>();
            for (int i = 0; i < CLIENTS; i++) {
                CartClient node = nodes.get(i % nodes.size());
                clients.add(() -> changeUntil(end, node));
            }
            var turns = new IntSummaryStatistics();
            for (Future<Integer> client : threads.invokeAll(clients)) {
                turns.accept(client.get());
            }
            return turns;
        }
    }

    private static int changeUntil(long end, CartClient node) {
        int done = 0;
        while (System.nanoTime() < end) {
            int units = 1 + done % 9;
            Answer answer = node.send("PUT", CART + "/items/DRN-7X", "{\"quantity\":" + units + "}");
            assertThat(answer.status()).as("%s", answer).isEqualTo(200);
            done++;
        }
        return done;
    }
}
