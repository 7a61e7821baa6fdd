package io.cartledger.server.hunt;

import static org.assertj.core.api.Assertions.assertThat;

import io.cartledger.cart.CartId;
import io.cartledger.cart.CartState;
import io.cartledger.command.testing.TestDatabase;
import io.cartledger.server.hunt.Hunter.Told;
import io.cartledger.server.testing.CartClient;
import io.cartledger.server.testing.DerivedTables;
import io.cartledger.server.testing.LedgerContents;
import io.cartledger.server.testing.Nodes;
import io.cartledger.server.testing.ServerProcess;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicReferenceArray;
import java.util.function.ToIntFunction;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/**
 * Many clients change few carts through two nodes, which are killed and started again on the way. Afterwards the ledger
 * is folded: what anybody was told is what the events say, and no command is lost or there twice.
 */
class LostUpdateHuntIT {

    private static final long SEED = 7_041;
    private static final int CLIENTS = 64;
    private static final int NODES = 2;
    private static final Duration TIME = Duration.ofSeconds(Boolean.getBoolean("cart.full") ? 600 : 20);
    private static final String PATIENCE = "--cart.command.deadline=10s"; // a busy machine is no lost update

    private final TestDatabase database = TestDatabase.durable();
    private final AtomicReferenceArray<ServerProcess> nodes = new AtomicReferenceArray<>(NODES);

    @Test
    @Timeout(value = 15, unit = TimeUnit.MINUTES, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
    void whateverAnybodyIsToldIsInTheLedgerOnce() throws Exception {
        try {
            startAll();
            List<Hunter> hunters = hunt();

            LedgerContents ledger =
                    LedgerContents.read(database.as("cart_reader")).assertSound();
            System.out.printf(
                    "LostUpdateHuntIT: seed %d, %d commands, %d without an answer, %d told again, %d refused, %d events%n",
                    SEED,
                    sum(hunters, Hunter::sent),
                    sum(hunters, Hunter::unanswered),
                    sum(hunters, Hunter::replayed),
                    sum(hunters, Hunter::refused),
                    ledger.head());
            assertEverythingToldIsWhatTheEventsMake(hunters, ledger);
            assertEveryLineIsWhatItsOnlyClientMadeIt(hunters, ledger.fold());
            assertThat(sum(hunters, Hunter::replayed)).isPositive();
            assertThat(sum(hunters, Hunter::refused)).isPositive();
            DerivedTables.assertFollowFromEvents(database);
        } finally {
            for (int node = 0; node < NODES; node++) {
                close(node);
            }
        }
    }

    private List<Hunter> hunt() throws Exception {
        var goOn = new AtomicBoolean(true);
        var hunters = new ArrayList<Hunter>();
        try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
            var hunts = new ArrayList<Future<Hunter>>();
            for (int i = 0; i < CLIENTS; i++) {
                int node = i % NODES;
                var client = new CartClient(path -> nodes.get(node).uri(path));
                hunts.add(threads.submit(new Hunter(i, SEED, client, goOn::get)));
            }
            try {
                Thread.sleep(TIME.dividedBy(2));
                for (int node = 0; node < NODES; node++) {
                    nodes.get(node).kill();
                }
                startAll();
                Thread.sleep(TIME.dividedBy(2));
            } finally {
                goOn.set(false);
            }
            for (Future<Hunter> hunt : hunts) {
                hunters.add(hunt.get());
            }
        }
        return hunters;
    }

    /** The hunters go on asking those that are gone, until all take requests. */
    private void startAll() {
        List<ServerProcess> started = Nodes.startOn(database, NODES, PATIENCE).servers();
        for (int node = 0; node < NODES; node++) {
            close(node);
            nodes.set(node, started.get(node));
        }
    }

    private void close(int node) {
        if (nodes.get(node) != null) {
            nodes.get(node).close();
        }
    }

    private static int sum(List<Hunter> hunters, ToIntFunction<Hunter> number) {
        return hunters.stream().mapToInt(number).sum();
    }

    private static void assertEverythingToldIsWhatTheEventsMake(List<Hunter> hunters, LedgerContents ledger) {
        Map<String, Map<Long, Integer>> linesByVersion = new HashMap<>();
        var carts = new HashMap<String, CartState>();
        ledger.cartEvents().forEach(event -> {
            CartState after = carts.getOrDefault(event.aggregateId(), CartState.NONE)
                    .apply(event.sequenceNumber(), event.event());
            carts.put(event.aggregateId(), after);
            linesByVersion
                    .computeIfAbsent(event.aggregateId(), cart -> new HashMap<>())
                    .put(after.version(), units(after).hashCode());
        });
        List<Told> told =
                hunters.stream().flatMap(hunter -> hunter.told().stream()).toList();
        assertThat(told).isNotEmpty();
        assertThat(told.stream()
                        .filter(one -> !Integer.valueOf(one.lines())
                                .equals(linesByVersion.get(one.cartId()).get(one.version()))))
                .as("told, and not what the events make")
                .isEmpty();
    }

    private static void assertEveryLineIsWhatItsOnlyClientMadeIt(List<Hunter> hunters, Map<CartId, CartState> fold) {
        fold.forEach((cartId, state) -> {
            Map<String, Integer> units = units(state);
            assertThat(hunters)
                    .as("%s with %s", cartId, units)
                    .allMatch(hunter -> hunter.mayHave(cartId.value(), units.getOrDefault(hunter.sku(), 0)));
        });
    }

    private static Map<String, Integer> units(CartState state) {
        return state.lines().values().stream()
                .collect(Collectors.toMap(
                        line -> line.item().itemId().value(),
                        line -> line.quantity().units()));
    }
}
