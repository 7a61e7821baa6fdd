package io.cartledger.server.kill;

import static org.assertj.core.api.Assertions.assertThat;

import io.cartledger.cart.CartEvent.ItemAdded;
import io.cartledger.cart.CartId;
import io.cartledger.cart.ItemId;
import io.cartledger.server.kill.Burst.Accepted;
import io.cartledger.server.testing.EmbeddedFolder;
import io.cartledger.server.testing.LedgerContents;
import io.cartledger.server.testing.ReadModel;
import io.cartledger.server.testing.ServerProcess;
import java.util.List;
import java.util.Random;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** A 2xx means committed: what was answered outlives the process that answered it, and the PostgreSQL that took it. */
class KillIT {

    private static final long SEED = 9;
    private static final int ROUNDS = Boolean.getBoolean("cart.full") ? 50 : 5;
    private static final int NEW_CARTS = 7;
    private static final String PATIENCE = "--cart.command.deadline=30s"; // a busy machine refuses nothing

    @Test
    void whatWasAnsweredBeforeAKillIsThereOnceAfterIt() {
        System.out.printf("KillIT: seed %d, %d rounds%n", SEED, ROUNDS);
        var random = new Random(SEED);
        try (EmbeddedFolder folder = EmbeddedFolder.create()) {
            ServerProcess server = ServerProcess.start(folder.property(), PATIENCE);
            try {
                for (int round = 0; round < ROUNDS; round++) {
                    var burst = new Burst(cartsOf(round), "SKU-" + round, 50 + random.nextInt(350));

                    burst.untilKilled(server);
                    if (round % 2 == 1) {
                        folder.killPostgres(); // else the next start finds it alive
                    }
                    server.close();
                    server = ServerProcess.start(folder.property(), PATIENCE);

                    LedgerContents ledger = LedgerContents.read(folder.reader()).assertSound();
                    assertThat(burst.refused()).isEmpty();
                    assertNothingAnsweredIsLostOrDoubled(burst, ledger);
                    assertTheViewIsTheFoldOf(ledger, new ReadModel(folder.reader()));
                }
            } finally {
                server.close();
            }
        }
    }

    /** New ones, and one that has been through every round before. */
    private static List<CartId> cartsOf(int round) {
        return Stream.concat(
                        IntStream.range(0, NEW_CARTS).mapToObj(i -> "kill-" + round + "-" + i), Stream.of("kill-all"))
                .map(CartId::new)
                .toList();
    }

    private static void assertNothingAnsweredIsLostOrDoubled(Burst burst, LedgerContents ledger) {
        var carts = ledger.fold();
        for (CartId cartId : burst.carts()) {
            List<Accepted> accepted = burst.accepted(cartId);
            assertThat(accepted).extracting(Accepted::version).doesNotHaveDuplicates();
            assertThat(accepted)
                    .allSatisfy(add -> assertThat(ledger.event(cartId, add.version()))
                            .isInstanceOfSatisfying(ItemAdded.class, event -> {
                                assertThat(event.item().sku().value()).isEqualTo(burst.sku());
                                assertThat(event.lineQuantity().units()).isEqualTo(add.lineQuantity());
                            }));
            assertThat(carts.get(cartId)
                            .line(new ItemId(burst.sku()))
                            .orElseThrow()
                            .quantity()
                            .units())
                    .as("units in %s", cartId)
                    .isBetween(accepted.size(), burst.sent(cartId));
        }
    }

    private static void assertTheViewIsTheFoldOf(LedgerContents ledger, ReadModel view) {
        assertThat(view.awaitPosition(ledger.head()).carts()).isEqualTo(ledger.fold());
    }
}
