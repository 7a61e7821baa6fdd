package io.cartledger.query.verify;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.cartledger.cart.CartCommand.AddItem;
import io.cartledger.cart.CartCommand.ClaimCart;
import io.cartledger.cart.CartId;
import io.cartledger.cart.CustomerId;
import io.cartledger.cart.Item;
import io.cartledger.cart.MergePolicy;
import io.cartledger.cart.Quantity;
import io.cartledger.cart.Sku;
import io.cartledger.query.consistency.LiveView;
import io.cartledger.query.consistency.View;
import io.cartledger.query.consistency.ViewPosition;
import io.cartledger.query.generation.Generation;
import io.cartledger.query.projection.TestView;
import io.cartledger.query.verify.VerifiedShop.Verified;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicBoolean;
import javax.sql.DataSource;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.springframework.jdbc.datasource.DelegatingDataSource;

class VerificationTest {

    private static final long SEED = 4711;

    @Test
    void anHonestLedgerIsClean() throws Exception {
        var shop = new VerifiedShop(SEED).sendRandom(1_500).sendMany(VerifiedShop.FIRST, 230);
        shop.caughtUp();
        Awaitility.await().until(() -> shop.number("select count(*) from work.snapshot") > 0);
        for (String there : List.of(
                "ledger.command_key",
                "ledger.limit_use where period_start = 0 and units > 0",
                "ledger.limit_use where period_start > 0",
                "ledger.allowance where units > 0",
                "ledger.event where type = 'LinesAbsorbed'",
                "ledger.event where type = 'CartClaimed'",
                "ledger.event where type = 'CartAbandoned'",
                "ledger.open_cart where owner like 'guest/%'")) {
            assertThat(shop.number("select count(*) from " + there)).as(there).isPositive();
        }

        Verified verified = shop.verify();

        assertThat(verified.findings()).isEmpty();
        assertThat(verified.result().clean()).isTrue();
        assertThat(verified.result().events()).isEqualTo(shop.number("select max(position) from ledger.event"));
        assertThat(verified.result().carts()).isEqualTo(shop.number("select count(*) from view_1.cart"));
    }

    @Test
    void anEmptyLedgerIsClean() throws Exception {
        var shop = new VerifiedShop(SEED);
        shop.execute("truncate ledger.event, ledger.command_key, ledger.open_cart, ledger.limit_use, ledger.allowance");

        assertThat(shop.verify().findings()).isEmpty();
    }

    @Test
    void commandsThatGoOnAreNoFault() throws Exception {
        var shop = new VerifiedShop(SEED).sendRandom(300).caughtUp();
        var stopped = new AtomicBoolean();
        try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
            var going = new ArrayList<Future<?>>();
            going.add(threads.submit(() -> {
                while (!stopped.get()) {
                    shop.sendRandom(10);
                }
                return null;
            }));
            going.add(threads.submit(() -> {
                while (!stopped.get()) {
                    shop.caughtUp();
                }
                return null;
            }));
            try {
                for (int round = 0; round < 10; round++) {
                    long before = shop.number("select max(position) from ledger.event");
                    assertThat(shop.verify().findings()).isEmpty();
                    Awaitility.await().until(() -> shop.number("select max(position) from ledger.event") > before);
                }
            } finally {
                stopped.set(true);
            }
            for (Future<?> one : going) {
                one.get();
            }
        }
    }

    @Test
    void whatIsParkedIsFoundUntilItIsDiscarded() throws Exception {
        var shop = new VerifiedShop(SEED);
        shop.execute("update ledger.event set payload = '{}' where position = 4");
        shop.sendRandom(50).caughtUp();

        Verified parked = shop.verify();
        shop.execute("""
                update view_1.parked set discarded_at = now(), discarded_by = 'anna', discard_reason = 'Lost for good'
                """);
        Verified discarded = shop.verify();

        assertThat(parked.findings())
                .filteredOn(found -> found.check().equals("parked"))
                .singleElement()
                .satisfies(found -> {
                    assertThat(found.cart()).isEqualTo("t-1");
                    assertThat(found.position()).isEqualTo(4);
                });
        assertThat(parked.findings()).extracting(Finding::check).doesNotContain("events", "read-model");
        assertThat(discarded.findings()).extracting(Finding::check).isEmpty();
        assertThat(discarded.result().clean()).isTrue();
        assertThat(discarded.discarded()).singleElement().satisfies(found -> {
            assertThat(found.cart()).isEqualTo("t-1");
            assertThat(found.detail()).contains("Lost for good");
        });
    }

    /** As after an upgrade, before anybody has asked for a retry: that the read model lacks it is told once. */
    @Test
    void whatIsParkedAndCouldBeFoldedByNowIsFoundAsParkedAlone() throws Exception {
        var shop = new VerifiedShop(SEED);
        shop.execute("create table mended as select payload from ledger.event where position = 4");
        shop.execute("update ledger.event set payload = '{}' where position = 4");
        shop.sendRandom(50).caughtUp();
        shop.execute("update ledger.event set payload = (select payload from mended) where position = 4");

        assertThat(shop.verify().findings()).extracting(Finding::check).containsExactly("parked");
    }

    /** Which commands took into account, before it was damaged. */
    @Test
    void whatIsKeptOfADiscardedFileIsNoFault() throws Exception {
        var shop = new VerifiedShop(SEED);
        shop.execute("update ledger.event set payload = '{}' where position = 14");
        shop.caughtUp();
        shop.execute("""
                update view_1.parked set discarded_at = now(), discarded_by = 'anna', discard_reason = 'Lost for good'
                """);

        Verified discarded = shop.verify();

        assertThat(discarded.discarded())
                .singleElement()
                .extracting(Finding::aggregate)
                .isEqualTo("Customer/4421");
        assertThat(discarded.findings()).isEmpty();
    }

    /** Nobody but what is kept of the cart can tell whose it became. */
    @Test
    void whatIsKeptOfWhoClaimedACartThatIsDiscardedIsNoFault() throws Exception {
        var shop = new VerifiedShop(SEED);
        shop.view.send(new ClaimCart(new CartId("t-4"), new CustomerId("4499"), MergePolicy.MAX));
        shop.view.send(new AddItem(new CartId("t-4"), new Item(new Sku("SOCK")), new Quantity(1)));
        shop.execute("update ledger.event set payload = '{}' where type = 'CartClaimed'");
        shop.caughtUp();
        shop.execute("""
                update view_1.parked set discarded_at = now(), discarded_by = 'anna', discard_reason = 'Lost for good'
                """);

        Verified discarded = shop.verify();

        assertThat(discarded.discarded()).hasSize(1);
        assertThat(discarded.findings()).isEmpty();
    }

    @Test
    void aReadModelThatHasNotGotThereIsComparedWhereItIs() throws Exception {
        var shop = new VerifiedShop(SEED).caughtUp().sendRandom(50);

        try (ExecutorService thread = Executors.newVirtualThreadPerTaskExecutor()) {
            Future<Verified> verified = thread.submit(shop::verify);
            Awaitility.await().pollDelay(Duration.ofMillis(300)).until(() -> true);
            shop.caughtUp();

            assertThat(verified.get().findings()).isEmpty();
        }
    }

    @Test
    void whatRunsOutOfMemoryIsNotClean() throws Exception {
        var shop = new VerifiedShop(SEED).caughtUp();
        DataSource exhausted = new DelegatingDataSource(shop.view.database.unpooledAs("cart_view")) {
            @Override
            public Connection getConnection() {
                throw new OutOfMemoryError("tried");
            }
        };
        try (var verification = shop.verification(exhausted)) {
            verification.start();
            assertThat(verification.await(Duration.ofMinutes(1))).isTrue();

            assertThatThrownBy(verification::result).hasRootCauseInstanceOf(OutOfMemoryError.class);
        }
    }

    @Test
    void aReadModelOfAnOlderFoldIsNotVerified() {
        var shop = new VerifiedShop(SEED);
        var live = new LiveView();
        live.set(new View(TestView.GENERATION, new ViewPosition()));
        DataSource connections = shop.view.database.unpooledAs("cart_view");

        assertThat(shop.verifier(connections, live, Generation.FOLD_REVISION + 1)
                        .isOfOtherFold())
                .isTrue();
        assertThat(shop.verifier(connections, live, Generation.FOLD_REVISION).isOfOtherFold())
                .isFalse();
    }

    /** A query that nobody can cancel stands for one that PostgreSQL does not end. */
    @Test
    void thePlaceIsTakenUntilTheThreadsHaveEnded() throws Exception {
        var shop = new VerifiedShop(SEED).caughtUp();
        var live = new LiveView();
        live.set(new View(TestView.GENERATION, new ViewPosition()));
        var reads = new CountDownLatch(1);
        var goesOn = new CountDownLatch(1);
        Verifier verifier = shop.verifier(
                new DelegatingDataSource(shop.view.database.unpooledAs("cart_view")) {
                    @Override
                    public Connection getConnection() throws SQLException {
                        reads.countDown();
                        try {
                            goesOn.await();
                        } catch (InterruptedException e) {
                            throw new SQLException(e);
                        }
                        return super.getConnection();
                    }
                },
                live,
                Generation.FOLD_REVISION);

        try (Verifier.Place place = verifier.takePlace().orElseThrow()) {
            Verification begun = place.begin();
            reads.await();
            begun.close();
        }

        assertThat(verifier.takePlace()).isEmpty();
        goesOn.countDown();
        Awaitility.await().until(() -> verifier.takePlace().isPresent());
    }

    @Test
    void onlySomeAreToldWhereMuchIsWrong() throws Exception {
        var shop = new VerifiedShop(SEED).sendRandom(600).caughtUp();
        shop.execute("update view_1.change set version = version + 1");

        Verified verified = shop.verify();

        assertThat(verified.findings()).hasSize(Findings.MOST_TOLD);
        assertThat(verified.result().findings()).isEqualTo(shop.number("select count(*) from view_1.change"));
    }
}
