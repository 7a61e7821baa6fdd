package io.cartledger.query.projection;

import static org.assertj.core.api.Assertions.assertThat;

import io.cartledger.cart.CartCommand.AddItem;
import io.cartledger.cart.CartId;
import io.cartledger.cart.Item;
import io.cartledger.cart.Quantity;
import io.cartledger.cart.Sku;
import io.cartledger.query.consistency.ViewPosition;
import io.cartledger.query.ledger.LedgerEventSource;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.sql.SQLException;
import java.time.Duration;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class FollowerTest {

    private static final CartId CART = new CartId("c-1");
    private static final Item BOOT = new Item(new Sku("DRN-7X"));

    private final TestView view = new TestView();
    private final ViewPosition position = new ViewPosition();
    private final SimpleMeterRegistry meters = new SimpleMeterRegistry();
    private final Follower follower =
            new Follower(view.view, new LedgerEventSource(view.view), view.seals, position, meters);

    @BeforeEach
    void follow() {
        follower.start();
    }

    @AfterEach
    void stop() {
        follower.close();
    }

    @Test
    void itFollowsWithoutBeingTold() throws SQLException {
        view.send(new AddItem(CART, BOOT, new Quantity(1)));

        assertThat(position.await(2, Duration.ofSeconds(10))).isTrue();

        assertThat(view.viewed(CART)).isEqualTo(view.folded(CART));
    }

    @Test
    void itHearsOfTheCommitsOfOtherNodes() throws SQLException {
        try (var notifications = new CommitNotifications(view.database.unpooledAs("cart_view"), follower)) {
            notifications.start();
            Awaitility.await().until(() -> listeners() == 1);
            int rounds = 10;
            long start = System.nanoTime();
            for (int round = 1; round <= rounds; round++) {
                view.send(new AddItem(CART, BOOT, new Quantity(1)));
                assertThat(position.await(round + 1, Duration.ofSeconds(10))).isTrue();
            }

            // Without notifications each round would wait for a poll, which is a second.
            assertThat(Duration.ofNanos(System.nanoTime() - start)).isLessThan(Duration.ofSeconds(rounds / 2));
        }
    }

    @Test
    void whatAnybodyNotifiesDoesNotDeafenIt() {
        try (var notifications = new CommitNotifications(view.database.unpooledAs("cart_view"), follower)) {
            notifications.start();
            Awaitility.await().until(() -> listeners() == 1);

            view.database.execute("notify ledger, 'no position'; notify ledger, ''");
            view.send(new AddItem(CART, BOOT, new Quantity(1)));

            assertThat(position.await(2, Duration.ofSeconds(10))).isTrue();
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
    void anEventThatCannotBeFoldedStopsItLoudly() {
        view.database.execute("""
                insert into ledger.event
                values (1, 'Cart', 'c-1', 0, gen_random_uuid(), 'CartGilded', 1, '{}', '{}', now())
                """);

        Awaitility.await().until(() -> follower.stopCause().isPresent());

        assertThat(follower.stopCause().orElseThrow()).contains("CartGilded revision 1 is unknown here");
        assertThat(meters.get("cart.view.stopped").gauge().value()).isEqualTo(1);
        assertThat(position.current()).isZero();
    }

    @Test
    void itGoesOnWhenTheDatabaseComesBack() throws SQLException {
        view.database.execute("alter table view_1.progress rename to elsewhere");
        view.send(new AddItem(CART, BOOT, new Quantity(1)));
        follower.committed(2);
        Awaitility.await().until(() -> follower.failure().isPresent());
        assertThat(follower.failure()).contains("SQL state 42P01");

        view.database.execute("alter table view_1.elsewhere rename to progress");

        assertThat(position.await(2, Duration.ofSeconds(10))).isTrue();
        assertThat(follower.stopCause()).isEmpty();
    }
}
