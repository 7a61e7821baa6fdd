package io.cartledger.server.rebuild;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.cartledger.cart.CartId;
import io.cartledger.cart.CartState;
import io.cartledger.command.testing.TestDatabase;
import io.cartledger.query.generation.Generation;
import io.cartledger.query.generation.Generation.State;
import io.cartledger.server.testing.CartClient;
import io.cartledger.server.testing.CartClient.Answer;
import io.cartledger.server.testing.EmbeddedFolder;
import io.cartledger.server.testing.LedgerContents;
import io.cartledger.server.testing.ManyEvents;
import io.cartledger.server.testing.ReadModel;
import io.cartledger.server.testing.ServerProcess;
import java.sql.SQLException;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Queue;
import java.util.Random;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.springframework.jdbc.core.simple.JdbcClient;
import tools.jackson.databind.JsonNode;

/** A rebuild is in nobody's way, and whatever ends it, what is read stays right. */
class RebuildIT {

    private static final long SEED = 17;
    private static final int KILLS = Boolean.getBoolean("cart.full") ? 10 : 2;
    private static final List<String> KILLED_IN = List.of("FOLDING", "COMPARING", "INDEXING");
    private static final int MOST_TRIES = 5 * KILLS;
    private static final int EVENTS = 20_000; // folded in a second or more
    private static final int CARTS = 20;
    private static final int SHOPPERS = 4;
    private static final int MOST_MILLIS_OF_FOLDING = 500;

    private final Queue<String> wrong = new ConcurrentLinkedQueue<>();
    private final AtomicInteger adds = new AtomicInteger();

    @Test
    void commandsAndReadsGoOnAndTheNextGenerationIsReadInTheEnd() {
        try (EmbeddedFolder folder = EmbeddedFolder.create();
                ServerProcess server = ServerProcess.start(folder.property())) {
            CartClient shop = new CartClient(server::uri);
            fill(shop);
            var stopped = new AtomicBoolean();
            int during;
            try (ExecutorService shoppers = Executors.newVirtualThreadPerTaskExecutor()) {
                for (int shopper = 0; shopper < SHOPPERS; shopper++) {
                    int first = shopper;
                    shoppers.submit(() -> shop(shop, first, stopped));
                }
                int before = adds.get();
                JsonNode rebuild = done(shop, begin(shop));
                during = adds.get() - before;
                assertThat(rebuild.path("differences").asInt(-1)).isZero();
                shopOn(shop);
                stopped.set(true);
            }

            assertThat(wrong).isEmpty();
            assertThat(during).isPositive();
            assertBothGenerationsAreTheFold(folder);
            assertThat(shop.as("admin/ops").send("DELETE", "/rebuilds/2", null).code())
                    .isEqualTo("rebuild-in-use");
            shop.as("admin/ops").send("DELETE", "/rebuilds/1", null);
            // Once more, as somebody does who has not heard the answer.
            assertThat(shop.as("admin/ops").send("DELETE", "/rebuilds/1", null).status())
                    .isEqualTo(200);
            assertThat(shop.cart("rebuild-1", 0).status()).isEqualTo(200);
            assertThat(shop.as("admin/ops")
                            .send("GET", "/ledger/verify", null)
                            .response()
                            .body())
                    .contains("\"clean\":true");
        }
    }

    @Test
    void killedAtAnyMomentItLeavesTheViewRightAndTheNextOneSucceeds() throws SQLException {
        System.out.printf("RebuildIT: seed %d, %d kills%n", SEED, KILLS);
        var random = new Random(SEED);
        TestDatabase database = ManyEvents.write(EVENTS, CARTS);
        Map<CartId, CartState> fold =
                LedgerContents.read(database.as("cart_reader")).fold();
        ServerProcess server = ServerProcess.startOn(database);
        try {
            var first = new CartClient(server::uri);
            done(first, begin(first)); // the generation that was there has nothing in it
            int kills = 0;
            for (int tries = 0; kills < KILLS; tries++) {
                assertThat(tries).as("kills, of which %d hit", kills).isLessThan(MOST_TRIES);
                int begun = begin(new CartClient(server::uri));
                awaitPhase(new CartClient(server::uri), begun, KILLED_IN.get(kills % KILLED_IN.size()), random);
                server.kill();
                boolean isHit = isUnfinished(database, begun);
                server = ServerProcess.startOn(database);

                var shop = new CartClient(server::uri);
                assertWhatIsReadIsTheFold(shop, fold);
                if (isHit) {
                    kills++;
                    assertIsEnded(shop, begun);
                }
                int next = underWay(shop).orElseGet(() -> begin(shop)); // it may have been begun anew before
                assertThat(done(shop, next).path("differences").asInt(-1)).isZero();
                assertWhatIsReadIsTheFold(shop, fold);
            }
        } finally {
            server.close();
        }
    }

    /** Until it is in the phase, or past it; and then, as folding takes longest, for some time of that. */
    private static void awaitPhase(CartClient shop, int rebuild, String phase, Random random) {
        if (phase.equals("FOLDING")) {
            pause(Duration.ofMillis(random.nextInt(MOST_MILLIS_OF_FOLDING)));
            return;
        }
        await().pollDelay(Duration.ZERO)
                .pollInterval(Duration.ofMillis(1))
                .atMost(Duration.ofSeconds(60))
                .until(() -> {
                    String seen = look(shop, rebuild).path("phase").asString();
                    return !seen.equals("FOLDING") && (!seen.equals("INDEXING") || phase.equals(seen));
                });
    }

    private static boolean isUnfinished(TestDatabase database, int rebuild) {
        return JdbcClient.create(database.as("cart_reader"))
                .sql("select phase || coalesce(' ' || finished_at, '') from view.rebuild where rebuild = ?")
                .param(rebuild)
                .query(String.class)
                .single()
                .matches("FOLDING|INDEXING|CATCHING_UP|COMPARING|SWITCHING");
    }

    /** Or it waits for its builder, until somebody finds that it is gone. */
    private static void assertIsEnded(CartClient shop, int rebuild) {
        shop.as("admin/ops").send("DELETE", "/rebuilds/" + rebuild, null);
        JsonNode ended = look(shop, rebuild);
        assertThat(ended.path("phase").asString()).as(ended::toString).isEqualTo("ABANDONED");
        assertThat(ended.path("failure").asString()).isIn("told to stop", "its builder is gone");
    }

    private static void fill(CartClient shop) {
        for (int add = 0; add < 10 * CARTS; add++) {
            shop.add("rebuild-" + add % CARTS, "SKU-" + add % 7, 1);
        }
    }

    private void shop(CartClient shop, int first, AtomicBoolean stopped) {
        for (int add = first; !stopped.get(); add++) {
            shopOnce(shop, "rebuild-" + add % CARTS, "SKU-" + add % 7);
        }
    }

    private void shopOn(CartClient shop) {
        for (int add = 0; add < CARTS; add++) {
            shopOnce(shop, "rebuild-" + add, "SKU-1");
        }
    }

    /** Whoever adds sees it at once, whichever generation is read. */
    private void shopOnce(CartClient shop, String cart, String sku) {
        Answer added = shop.add(cart, sku, 1);
        if (!added.isSuccess()) {
            if (!added.code().equals("line-quantity-exceeded")) {
                wrong.add(added.toString());
            }
            return;
        }
        adds.incrementAndGet();
        Answer seen = shop.with("Consistency-Token", added.header("Consistency-Token"))
                .send("GET", "/carts/" + cart, null);
        if (!seen.isSuccess() || seen.version() < added.version()) {
            wrong.add(seen + " after " + added);
        }
    }

    private static Optional<Integer> underWay(CartClient shop) {
        return shop.as("admin/ops")
                .send("GET", "/rebuilds", null)
                .json()
                .path("rebuilds")
                .valueStream()
                .filter(RebuildIT::isUnderWay)
                .map(rebuild -> rebuild.path("rebuild").asInt())
                .findFirst();
    }

    private static int begin(CartClient shop) {
        Answer begun = shop.as("admin/ops").send("POST", "/rebuilds", null);
        assertThat(begun.status()).as(begun::toString).isEqualTo(202);
        int number = begun.json().path("rebuild").asInt();
        assertThat(begun.header("Location")).isEqualTo("/rebuilds/" + number);
        return number;
    }

    private static JsonNode done(CartClient shop, int rebuild) {
        await().atMost(Duration.ofSeconds(60)).until(() -> !isUnderWay(look(shop, rebuild)));
        JsonNode ended = look(shop, rebuild);
        assertThat(ended.path("phase").asString()).as(ended::toString).isEqualTo("DONE");
        return ended;
    }

    private static boolean isUnderWay(JsonNode rebuild) {
        return rebuild.path("finishedAt").isMissingNode();
    }

    private static JsonNode look(CartClient shop, int rebuild) {
        return shop.as("admin/ops").send("GET", "/rebuilds/" + rebuild, null).json();
    }

    private static void assertBothGenerationsAreTheFold(EmbeddedFolder folder) {
        LedgerContents ledger = LedgerContents.read(folder.reader()).assertSound();
        for (int number : List.of(1, 2)) {
            var generation = new Generation(number, Generation.FOLD_REVISION, State.COMPLETE);
            assertThat(new ReadModel(folder.reader(), generation)
                            .awaitPosition(ledger.head())
                            .carts())
                    .isEqualTo(ledger.fold());
        }
    }

    private static void assertWhatIsReadIsTheFold(CartClient shop, Map<CartId, CartState> fold) {
        fold.forEach((cartId, cart) -> assertThat(shop.cart(cartId.value(), cart.version())
                        .json()
                        .path("units")
                        .asLong())
                .isEqualTo(cart.units()));
    }

    private static void pause(Duration time) {
        await().pollDelay(time).until(() -> true);
    }
}
