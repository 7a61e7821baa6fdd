package io.cartledger.server.idempotency;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.cartledger.cart.CartEvent.ItemAdded;
import io.cartledger.cart.CartId;
import io.cartledger.command.testing.TestDatabase;
import io.cartledger.server.testing.CartClient.Answer;
import io.cartledger.server.testing.Command;
import io.cartledger.server.testing.CuttingProxy;
import io.cartledger.server.testing.CuttingProxy.Cut;
import io.cartledger.server.testing.DerivedTables;
import io.cartledger.server.testing.LedgerContents;
import io.cartledger.server.testing.ServerProcess;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.function.Function;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** Connections to PostgreSQL are lost again and again, on two nodes, while shoppers repeat what they get no answer to. */
class LostConnectionsIT {

    private static final long SEED = 577;
    private static final int SHOPPERS = 6;
    private static final int COMMANDS = Boolean.getBoolean("cart.full") ? 200 : 12;
    private static final Duration PATIENCE = Duration.ofMinutes(1);

    private final Random random = new Random(SEED);

    /** @param sku names the command */
    private record Added(String sku, Answer answer) {}

    @Test
    void everyKeyIsOneEventAndEverySuccessIsThere() throws Exception {
        System.out.printf("LostConnectionsIT: seed %d, %d commands%n", SEED, SHOPPERS * COMMANDS);
        TestDatabase database = TestDatabase.durable();
        try (CuttingProxy proxy = CuttingProxy.before(database);
                ServerProcess node = launch(proxy, database, "5s");
                ServerProcess other = launch(proxy, database, "1ms")) {
            node.awaitReady();
            other.awaitReady();
            proxy.cutBy(oneIn(4));

            List<Added> added = shop(List.of(node, other));

            LedgerContents ledger =
                    LedgerContents.read(database.as("cart_reader")).assertSound();
            assertThat(ledger.cartEvents().filter(event -> event.event() instanceof ItemAdded))
                    .extracting(
                            event -> ((ItemAdded) event.event()).item().sku().value())
                    .containsExactlyInAnyOrderElementsOf(
                            added.stream().map(Added::sku).toList());
            assertThat(added).allSatisfy(add -> assertIsThere(add, ledger));
            DerivedTables.assertFollowFromEvents(database);
        }
    }

    /** Each command adds a line, and half of them to one cart. */
    private static ServerProcess launch(CuttingProxy proxy, TestDatabase database, String deadline) {
        return ServerProcess.launchThrough(
                proxy,
                database,
                "--cart.command.deadline=" + deadline,
                "--cart.limits.lines-per-cart=" + SHOPPERS * COMMANDS);
    }

    /** Cuts so many of the connections over which something with a key is appended. */
    private Function<String, Cut> oneIn(int requests) {
        return request -> {
            if (!request.contains("KEY-")) {
                return Cut.NOT;
            }
            synchronized (random) {
                return random.nextInt(requests) > 0 ? Cut.NOT : random.nextBoolean() ? Cut.BEFORE : Cut.AFTER;
            }
        };
    }

    private static List<Added> shop(List<ServerProcess> nodes) throws Exception {
        try (var shoppers = Executors.newVirtualThreadPerTaskExecutor()) {
            List<Future<List<Added>>> all = IntStream.range(0, SHOPPERS)
                    .mapToObj(shopper -> shoppers.submit(() -> shop(shopper, nodes)))
                    .toList();
            var added = new ArrayList<Added>();
            for (Future<List<Added>> some : all) {
                added.addAll(some.get());
            }
            return added;
        }
    }

    private static List<Added> shop(int shopper, List<ServerProcess> nodes) {
        var added = new ArrayList<Added>();
        for (int i = 0; i < COMMANDS; i++) {
            String sku = "SKU-" + shopper + "-" + i;
            Command add = i % 2 == 0
                    ? Command.add("/carts/shared", sku, 1)
                    : Command.add("/me/cart", sku, 1).from("customer/" + shopper / 2);
            added.add(new Added(sku, repeatedUntilAnswered(add.key("KEY-" + sku), nodes)));
        }
        return added;
    }

    /** Now at one node, now at the other; 503 says to come again. */
    private static Answer repeatedUntilAnswered(Command command, List<ServerProcess> nodes) {
        var turn = new ArrayList<>(nodes);
        return await().atMost(PATIENCE)
                .until(
                        () -> {
                            turn.add(turn.removeFirst());
                            return command.sendTo(turn.getFirst());
                        },
                        answer -> answer.status() != 503);
    }

    private static void assertIsThere(Added add, LedgerContents ledger) {
        assertThat(add.answer().isSuccess()).as("%s", add).isTrue();
        var cartId = new CartId(add.answer().json().path("cartId").asString());
        long version = add.answer().json().path("version").asLong();
        assertThat(ledger.event(cartId, version))
                .isInstanceOfSatisfying(
                        ItemAdded.class,
                        event -> assertThat(event.item().sku().value()).isEqualTo(add.sku()));
    }
}
