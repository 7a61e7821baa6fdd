package io.cartledger.query.projection;

import static org.assertj.core.api.Assertions.assertThat;

import io.cartledger.cart.CartCommand.AddItem;
import io.cartledger.cart.CartId;
import io.cartledger.cart.Item;
import io.cartledger.cart.Quantity;
import io.cartledger.cart.Sku;
import io.cartledger.query.consistency.LiveView;
import io.cartledger.query.generation.Generation;
import io.cartledger.query.generation.Generation.State;
import io.cartledger.query.generation.GenerationSchema;
import io.cartledger.query.generation.GenerationTable;
import io.cartledger.query.ledger.LedgerEventSource;
import io.cartledger.query.ledger.ShortPages;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicBoolean;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class FollowersTest {

    private static final CartId CART = new CartId("c-1");
    private static final Item BOOT = new Item(new Sku("DRN-7X"));

    private final TestView view = new TestView();
    private final LiveView live = new LiveView();
    private final SimpleMeterRegistry meters = new SimpleMeterRegistry();
    private final Followers followers = new Followers(
            view.view,
            new ShortPages(new LedgerEventSource(view.view)),
            view.seals,
            Generation.FOLD_REVISION,
            live,
            meters);

    @BeforeEach
    void follow() {
        followers.start();
    }

    @AfterEach
    void stop() {
        followers.close();
    }

    @Test
    void itFollowsWithoutBeingTold() throws SQLException {
        view.send(new AddItem(CART, BOOT, new Quantity(1)));

        assertThat(live.current().position().await(2, Duration.ofSeconds(10))).isTrue();

        assertThat(view.viewed(CART)).isEqualTo(view.folded(CART));
    }

    @Test
    void itHearsOfTheCommitsOfOtherNodes() throws SQLException {
        try (var notifications = new CommitNotifications(view.database.unpooledAs("cart_view"), followers)) {
            notifications.start();
            Awaitility.await().until(() -> listeners() == 1);
            int rounds = 10;
            long start = System.nanoTime();
            for (int round = 1; round <= rounds; round++) {
                view.send(new AddItem(CART, BOOT, new Quantity(1)));
                assertThat(live.current().position().await(round + 1, Duration.ofSeconds(10)))
                        .isTrue();
            }

            // Without notifications each round would wait for a poll, which is a second.
            assertThat(Duration.ofNanos(System.nanoTime() - start)).isLessThan(Duration.ofSeconds(rounds / 2));
        }
    }

    @Test
    void whatAnybodyNotifiesDoesNotDeafenIt() {
        try (var notifications = new CommitNotifications(view.database.unpooledAs("cart_view"), followers)) {
            notifications.start();
            Awaitility.await().until(() -> listeners() == 1);

            view.database.execute("notify ledger, 'no position'; notify ledger, ''");
            view.send(new AddItem(CART, BOOT, new Quantity(1)));

            assertThat(live.current().position().await(2, Duration.ofSeconds(10)))
                    .isTrue();
            assertThat(listeners()).isEqualTo(1);
        } catch (SQLException e) {
            throw new IllegalStateException(e);
        }
    }

    private long listeners() {
        return view.jdbc
                .sql(
                        "select count(*) from pg_stat_activity where datname = current_database() and query = 'listen ledger'")
                .query(Long.class)
                .single();
    }

    @Test
    void atAnEventOfNewerSoftwareItWaitsLoudlyAndGoesOnOnceItIsKnown() throws SQLException {
        view.send(new AddItem(CART, BOOT, new Quantity(1)));
        assertThat(live.current().position().await(2, Duration.ofSeconds(10))).isTrue();
        view.database.execute("""
                insert into ledger.event
                values (3, 'Cart', 'c-1', 2, gen_random_uuid(), 'CartGilded', 1, '{}', '{}', now())
                """);

        Awaitility.await().until(() -> followers.stopCause().isPresent());
        assertThat(followers.stopCause().orElseThrow()).contains("CartGilded revision 1 is unknown here");
        assertThat(meters.get("cart.view.stopped").gauge().value()).isEqualTo(1);
        assertThat(live.position()).isEqualTo(2);

        view.database.execute("update ledger.event set type = 'CartCleared' where position = 3");

        assertThat(live.current().position().await(3, Duration.ofSeconds(10))).isTrue();
        assertThat(followers.stopCause()).isEmpty();
        assertThat(view.viewed(CART)).isEqualTo(view.folded(CART));
    }

    @Test
    void theNextGenerationIsReadOnceItIsCompleteAndAsFar() throws SQLException {
        view.send(new AddItem(CART, BOOT, new Quantity(1)));
        assertThat(live.current().position().await(2, Duration.ofSeconds(10))).isTrue();

        Generation next = generation(Generation.FOLD_REVISION, State.FOLLOWED);

        Awaitility.await().until(() -> positionOf(next) == 2);
        assertThat(live.current().generation().number()).isEqualTo(1);
        set(next, State.COMPLETE);
        Awaitility.await().until(() -> live.current().generation().number() == 2);
        assertThat(live.position()).isEqualTo(2);
    }

    @Test
    void aGenerationOfANewerFoldIsLeftToNewerSoftware() throws SQLException {
        Generation newer = generation(Generation.FOLD_REVISION + 1, State.COMPLETE);
        Generation same = generation(Generation.FOLD_REVISION, State.COMPLETE);
        view.send(new AddItem(CART, BOOT, new Quantity(1)));

        Awaitility.await().until(() -> positionOf(same) == 2);

        Awaitility.await().until(() -> live.current().generation().number() == same.number());
        assertThat(positionOf(newer)).isZero();
    }

    @Test
    void newerSoftwareReadsTheOldGenerationAndLeavesItToOlderSoftware() throws SQLException {
        var newest = new LiveView();
        try (var newer = new Followers(
                view.view,
                new ShortPages(new LedgerEventSource(view.view)),
                view.seals,
                Generation.FOLD_REVISION + 1,
                newest,
                new SimpleMeterRegistry())) {
            newer.start();
            view.send(new AddItem(CART, BOOT, new Quantity(1)));

            assertThat(newest.current().position().await(2, Duration.ofSeconds(10)))
                    .isTrue();
            followers.close();
            view.send(new AddItem(CART, BOOT, new Quantity(1)));
            assertThat(newest.current().position().await(3, Duration.ofSeconds(2)))
                    .isFalse();
        }
    }

    private Generation generation(int foldRevision, State state) throws SQLException {
        try (Connection connection = view.view.getConnection()) {
            Generation generation = GenerationTable.add(connection, foldRevision, State.BUILDING);
            new GenerationSchema(view.view).makeIndexes(generation);
            set(generation, state);
            return generation;
        }
    }

    private void set(Generation generation, State state) throws SQLException {
        try (Connection connection = view.view.getConnection()) {
            GenerationTable.setState(connection, generation.number(), state);
        }
    }

    private long positionOf(Generation generation) {
        return view.jdbc
                .sql("select position from " + generation.schema() + ".progress")
                .query(Long.class)
                .single();
    }

    /** Nor is what it has folded taken for what is written. */
    @Test
    void anErrorDoesNotEndTheFollower() throws SQLException {
        var cart = new CartId("c-1");
        var add = new AddItem(cart, new Item(new Sku("SOCK")), new Quantity(2));
        var armed = new AtomicBoolean();
        followers.close(); // they would go on in its place
        view.send(add);
        try (var following = new Followers(
                view.failingAtCommitIn("view-follower-1", armed),
                new ShortPages(new LedgerEventSource(view.view)),
                view.seals,
                Generation.FOLD_REVISION,
                new LiveView(),
                new SimpleMeterRegistry())) {
            following.start();
            awaitFolded(cart);

            armed.set(true);
            view.send(add);

            Awaitility.await().untilFalse(armed);
            awaitFolded(cart);
        }
    }

    private void awaitFolded(CartId cart) {
        Awaitility.await()
                .atMost(Duration.ofSeconds(10))
                .untilAsserted(() -> assertThat(view.viewed(cart)).isEqualTo(view.folded(cart)));
    }

    @Test
    void anErrorDoesNotEndTheLooksForGenerations() throws SQLException {
        var newest = new LiveView();
        try (var looking = new Followers(
                view.failingOnceIn("view-generations"),
                new ShortPages(new LedgerEventSource(view.view)),
                view.seals,
                Generation.FOLD_REVISION,
                newest,
                new SimpleMeterRegistry())) {
            looking.start();

            generation(Generation.FOLD_REVISION, State.COMPLETE);

            Awaitility.await().until(() -> newest.current().generation().number() == 2);
        }
    }

    @Test
    void itGoesOnWhenTheDatabaseComesBack() throws SQLException {
        view.database.execute("alter table view_1.progress rename to elsewhere");
        view.send(new AddItem(CART, BOOT, new Quantity(1)));
        followers.committed(2);
        Awaitility.await().until(() -> followers.failure().isPresent());
        assertThat(followers.failure()).contains("SQL state 42P01");

        view.database.execute("alter table view_1.elsewhere rename to progress");

        assertThat(live.current().position().await(2, Duration.ofSeconds(10))).isTrue();
        assertThat(followers.stopCause()).isEmpty();
    }
}
