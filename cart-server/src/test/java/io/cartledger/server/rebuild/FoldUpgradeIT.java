package io.cartledger.server.rebuild;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.cartledger.command.testing.TestDatabase;
import io.cartledger.query.generation.Generation;
import io.cartledger.query.generation.Generation.State;
import io.cartledger.server.testing.CartClient;
import io.cartledger.server.testing.CartClient.Answer;
import io.cartledger.server.testing.LedgerContents;
import io.cartledger.server.testing.ReadModel;
import io.cartledger.server.testing.ServerProcess;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;

/** A node with a newer fold among nodes with the older one: nobody waits, and nobody reads what is half done. */
class FoldUpgradeIT {

    private static final int NEWER = Generation.FOLD_REVISION + 1;
    private static final int CARTS = 20;
    private static final Duration PATIENCE = Duration.ofMinutes(1);

    @Test
    void theNewFoldIsBuiltBesideTheOldOneWhichGoesOn() {
        TestDatabase database = TestDatabase.durable();
        try (ServerProcess older = ServerProcess.startOn(database)) {
            var before = new CartClient(older::uri);
            for (int add = 0; add < 5 * CARTS; add++) {
                before.add("upgrade-" + add % CARTS, "SKU-" + add % 3, 1);
            }
            try (ServerProcess newer = ServerProcess.startOn(database, "--cart.view.fold-revision=" + NEWER)) {
                var after = new CartClient(newer::uri);
                assertBothShowWhatEitherIsTold(before, after); // whatever the newer one has by now
                awaitGeneration(after.as("admin/ops"), NEWER);
                assertBothShowWhatEitherIsTold(before, after);

                assertIsTheFold(database, 1, Generation.FOLD_REVISION);
                assertIsTheFold(database, 2, NEWER);
            }
            assertBothShowWhatEitherIsTold(before, before); // the way back
        }
        try (ServerProcess newer = ServerProcess.startOn(database, "--cart.view.fold-revision=" + NEWER)) {
            var after = new CartClient(newer::uri);
            assertBothShowWhatEitherIsTold(after, after);
            assertThat(after.as("admin/ops").send("DELETE", "/rebuilds/1", null).isSuccess())
                    .isTrue();
            assertBothShowWhatEitherIsTold(after, after);
        }
    }

    @Test
    void whereTheOldFoldIsDroppedTooEarlyItsNodesBuildItAgain() {
        TestDatabase database = TestDatabase.durable();
        try (ServerProcess older = ServerProcess.startOn(database);
                ServerProcess newer = ServerProcess.startOn(database, "--cart.view.fold-revision=" + NEWER)) {
            var before = new CartClient(older::uri);
            var after = new CartClient(newer::uri);
            Answer added = after.add("upgrade-1", "SKU-9", 1);
            awaitGeneration(after.as("admin/ops"), NEWER);

            assertThat(after.as("admin/ops").send("DELETE", "/rebuilds/1", null).isSuccess())
                    .isTrue();

            assertThat(after.cart("upgrade-1", added.version()).lines()).isEqualTo(added.lines());
            awaitGeneration(before.as("admin/ops"), Generation.FOLD_REVISION, 3);
            await().atMost(PATIENCE).until(() -> {
                Answer seen = before.cart("upgrade-1", added.version());
                assertThat(seen.status()).as(seen::toString).isIn(200, 503);
                return seen.isSuccess();
            });
            assertBothShowWhatEitherIsTold(before, after);
        }
    }

    private static void assertBothShowWhatEitherIsTold(CartClient one, CartClient other) {
        for (int cart = 0; cart < CARTS; cart++) {
            Answer added = (cart % 2 == 0 ? one : other).add("upgrade-" + cart, "SKU-9", 1);
            assertThat(added.isSuccess()).as(added::toString).isTrue();
            for (CartClient node : List.of(one, other)) {
                Answer seen = node.with("Consistency-Token", added.header("Consistency-Token"))
                        .send("GET", "/carts/upgrade-" + cart, null);
                assertThat(seen.lines()).as(seen::toString).isEqualTo(added.lines());
            }
        }
    }

    private static void awaitGeneration(CartClient admin, int foldRevision) {
        awaitGeneration(admin, foldRevision, 1);
    }

    private static void awaitGeneration(CartClient admin, int foldRevision, int atLeast) {
        await().atMost(PATIENCE)
                .until(() -> admin.send("GET", "/rebuilds", null)
                        .json()
                        .path("rebuilds")
                        .valueStream()
                        .anyMatch(rebuild -> rebuild.path("rebuild").asInt() >= atLeast
                                && rebuild.path("foldRevision").asInt() == foldRevision
                                && rebuild.path("phase").asString().equals("DONE")));
    }

    private static void assertIsTheFold(TestDatabase database, int number, int foldRevision) {
        LedgerContents ledger = LedgerContents.read(database.as("cart_reader"));
        assertThat(new ReadModel(database.as("cart_reader"), new Generation(number, foldRevision, State.COMPLETE))
                        .awaitPosition(ledger.head())
                        .carts())
                .isEqualTo(ledger.fold());
    }
}
