package io.cartledger.server.past;

import static org.assertj.core.api.Assertions.assertThat;

import io.cartledger.command.testing.TestDatabase;
import io.cartledger.server.testing.Alone;
import io.cartledger.server.testing.CartClient;
import io.cartledger.server.testing.LookupComparison;
import io.cartledger.server.testing.ManyEvents;
import io.cartledger.server.testing.Rebuilding;
import io.cartledger.server.testing.ServerProcess;
import java.sql.SQLException;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Histories, and carts as they were, over HTTP beside the lookup of a cart as it is. */
@Alone
class PastSpeedIT {

    private static final boolean FULL = Boolean.getBoolean("cart.full");
    private static final int EVENTS = FULL ? 1_000_000 : 5_000;
    private static final int EVENTS_EACH = 10;
    private static final int CARTS = EVENTS / EVENTS_EACH;
    private static final int CUSTOMERS = Math.min(CARTS, 50_000);
    private static final int ROUNDS = FULL ? 100 : 5;
    private static final int WARM_UP = FULL ? 30 : 1;

    /** Within so many times the lookup 95 % of each kind are answered. */
    private static final int TIMES = 10;

    private static final Map<String, Function<Random, String>> KINDS = kinds();

    private static Map<String, Function<Random, String>> kinds() {
        var kinds = new LinkedHashMap<String, Function<Random, String>>();
        kinds.put("history of a cart", random -> cart(random) + "/history");
        kinds.put("history by threes", random -> cart(random) + "/history?limit=3");
        kinds.put("history of a customer", random -> "/customers/" + random.nextInt(CUSTOMERS) + "/history");
        kinds.put("cart in a version", random -> cart(random) + "?version=" + random.nextInt(EVENTS_EACH));
        kinds.put("cart at an instant", random -> {
            int number = random.nextInt(CARTS);
            return cart(number) + "?at=" + instant(number, random.nextInt(EVENTS_EACH));
        });
        kinds.put("difference of versions", random -> cart(random) + "/diff?from=0&to=" + (EVENTS_EACH - 1));
        kinds.put("difference of instants", random -> {
            int number = random.nextInt(CARTS);
            return cart(number) + "/diff?from=" + instant(number, 1) + "&to=" + instant(number, EVENTS_EACH - 1);
        });
        return kinds;
    }

    private static String cart(Random random) {
        return cart(random.nextInt(CARTS));
    }

    private static String cart(int number) {
        return "/carts/many-" + number;
    }

    private static Instant instant(int cart, int version) {
        return ManyEvents.FIRST.plusMillis(cart + (long) version * CARTS);
    }

    @Test
    @Timeout(value = 20, unit = TimeUnit.MINUTES, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
    void whatWasIsAnsweredInAFewTimesTheTimeOfALookup() throws SQLException {
        TestDatabase database = ManyEvents.write(EVENTS, CARTS);
        try (ServerProcess server =
                ServerProcess.startOn(database, List.of("-XX:+UseParallelGC"), ManyEvents.LEAVE_IDLE)) {
            var client = new CartClient(server::uri);
            Rebuilding.run(client, "many-0");
            CartClient support = client.as("support/anna");
            assertAllIsThere(support);
            var comparison = new LookupComparison("PastSpeedIT", support, PastSpeedIT::cart);
            comparison.run(KINDS, WARM_UP, ROUNDS);
            if (FULL) {
                comparison.assertWithinLookups(TIMES);
            }
        }
    }

    /** Answers that are quick because they are empty would show nothing. */
    private static void assertAllIsThere(CartClient support) {
        String cart = cart(CARTS - 1);
        assertThat(support.send("GET", cart + "/history", null).json().path("items"))
                .hasSize(EVENTS_EACH);
        assertThat(support.send("GET", cart + "?at=" + instant(CARTS - 1, 4), null)
                        .version())
                .isEqualTo(4);
    }
}
