package io.cartledger.command.ledger;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.cartledger.cart.CartState;
import io.cartledger.cart.CartStates;
import io.cartledger.cart.CartStatus;
import io.cartledger.command.testing.LongCarts;
import io.cartledger.command.testing.TestDatabase;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.jdbc.core.simple.JdbcClient;

/** What can be thrown away is kept aside, and only if it is true. */
class SnapshotsTest {

    private static final int EVENTS = 10;

    private final TestDatabase database = TestDatabase.withLedger();
    private final JdbcClient jdbc = JdbcClient.create(database.as("postgres"));
    private final LongCarts carts = new LongCarts(database);
    private final MeterRegistry meters = new SimpleMeterRegistry();
    private final Snapshots snapshots = new Snapshots(new Connections(database.as("cart_command")), meters);

    @BeforeEach
    void aCart() {
        carts.write("c-1", EVENTS);
    }

    @AfterEach
    void close() {
        snapshots.close();
    }

    @Test
    void whatTheLedgerDoesNotHaveIsNotKept() {
        snapshots.keep(new Snapshot(key("c-1"), 5, UUID.randomUUID(), cart(5)));
        snapshots.keep(new Snapshot(key("c-1"), 10, carts.eventId("c-1", 9), cart(10)));
        carts.write("c-2", EVENTS);
        snapshots.keep(snapshot("c-2", 3));

        await().until(() -> count("written") == 1);

        assertThat(kept()).isEqualTo("c-2 3");
    }

    @Test
    void theNewestThatComesIsKept() throws SQLException {
        snapshots.keep(snapshot("c-1", 3));
        await().until(() -> count("written") == 1);

        try (Connection holder = holdSnapshots()) {
            snapshots.keep(snapshot("c-1", 4));
            await().until(() -> waiting() == 1);
            snapshots.keep(snapshot("c-1", 5));
            snapshots.keep(snapshot("c-1", 7));
            holder.rollback();
        }

        await().until(() -> count("written") == 3);
        assertThat(kept()).isEqualTo("c-1 7");
        assertThat(jdbc.sql("select state::text from work.snapshot")
                        .query((row, number) -> CartStates.CODEC.read(row.getString(1)))
                        .single())
                .contains(cart(7));
    }

    @Test
    void whoKeepsOneNeverWaitsAndWhatIsTooMuchIsDropped() throws SQLException {
        try (Connection holder = holdSnapshots()) {
            snapshots.keep(snapshot("c-1", 1));
            await().until(() -> waiting() == 1);
            Snapshot another = snapshot("c-1", 2);

            var kept =
                    CompletableFuture.runAsync(() -> IntStream.range(0, 1_000).forEach(i -> snapshots.keep(another)));

            assertThat(kept).succeedsWithin(Duration.ofSeconds(5));
            assertThat(count("dropped")).isEqualTo(1_000 - 256);
            holder.rollback();
        }
        await().until(() -> kept().equals("c-1 2"));
    }

    private Snapshot snapshot(String cart, long version) {
        return new Snapshot(key(cart), version, carts.eventId(cart, version), cart(version));
    }

    private static CartState cart(long version) {
        return new CartState(version, CartStatus.OPEN, null, null, null, new LinkedHashMap<>());
    }

    private static AggregateKey key(String cart) {
        return new AggregateKey("Cart", cart);
    }

    /** As cart and version. */
    private String kept() {
        return jdbc.sql("select aggregate_id || ' ' || version from work.snapshot")
                .query(String.class)
                .single();
    }

    private int count(String outcome) {
        return (int)
                meters.get("cart.snapshots").tag("outcome", outcome).counter().count();
    }

    private Connection holdSnapshots() throws SQLException {
        Connection holder = database.as("postgres").getConnection();
        holder.setAutoCommit(false);
        try (var statement = holder.createStatement()) {
            statement.execute("lock table work.snapshot in exclusive mode");
        }
        return holder;
    }

    private int waiting() {
        return jdbc.sql("""
                        select count(*) from pg_stat_activity
                        where datname = current_database() and wait_event_type = 'Lock'
                        """).query(Integer.class).single();
    }
}
