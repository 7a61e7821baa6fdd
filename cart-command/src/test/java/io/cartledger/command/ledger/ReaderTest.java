package io.cartledger.command.ledger;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.cartledger.cart.CartEvent.ItemAdded;
import io.cartledger.command.ledger.Loaded.Event;
import io.cartledger.command.testing.LongCarts;
import io.cartledger.command.testing.TestDatabase;
import io.cartledger.command.testing.TestLedger;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.function.IntFunction;
import java.util.stream.IntStream;
import java.util.stream.LongStream;
import org.axonframework.eventhandling.DomainEventMessage;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.postgresql.ds.PGSimpleDataSource;
import org.springframework.jdbc.core.simple.JdbcClient;

/** Aggregates that are wanted while others are read are read together. */
class ReaderTest {

    private static final int CAPACITY = 300;

    private final TestDatabase database = TestDatabase.withLedger();
    private final JdbcClient jdbc = JdbcClient.create(database.as("postgres"));
    private final LongCarts carts = new LongCarts(database);
    private final MeterRegistry meters = new SimpleMeterRegistry();
    private final Reader reader = new Reader(new Connections(database.as("cart_command")), CAPACITY, meters);
    private final ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();

    @AfterEach
    void close() {
        reader.close();
        threads.shutdownNow();
    }

    @Test
    void manyAggregatesAreReadByFewQueriesAndEachGetsItsOwn() throws SQLException {
        int number = 200;
        IntStream.range(0, number).forEach(i -> carts.write("c-" + i, 1 + i % 7));

        List<CompletableFuture<Loaded>> loads = whileTheFirstIsRead(number, i -> Load.whole(cart("c-" + i)));

        for (int i = 0; i < number; i++) {
            List<Event> events = loads.get(i).join().events();
            assertThat(events)
                    .extracting(Event::sequenceNumber)
                    .containsExactlyElementsOf(
                            LongStream.range(0, 1 + i % 7).boxed().toList());
            assertThat(events.getFirst().eventId()).isEqualTo(carts.eventId("c-" + i, 0));
        }
        assertThat(queries()).isEqualTo(2);
        assertThat(meters.get("cart.ledger.loads").summary().max()).isEqualTo(number);
    }

    @Test
    void whatIsNotThereHasNoEventsAndKeepsNobodyElseFromTheirs() throws SQLException {
        carts.write("c-1", 3);

        List<CompletableFuture<Loaded>> loads =
                whileTheFirstIsRead(3, i -> Load.whole(cart(i == 1 ? "c-1" : "nobody's")));

        assertThat(loads).extracting(load -> load.join().events().size()).containsExactly(0, 3, 0);
    }

    @Test
    void aLongHistoryIsReadAPartAtATimeAndIsWhole() {
        int number = 10_000;
        carts.write("long", number);
        try (Ledger ledger = TestLedger.on(database.as("cart_command"), meters)) {

            var history = new History(cart("long"), ledger, soon());

            long expected = 0;
            while (history.hasNext()) {
                DomainEventMessage<?> message = history.next();
                assertThat(message.getSequenceNumber()).isEqualTo(expected);
                if (expected > 0) {
                    assertThat(((ItemAdded) message.getPayload()).lineQuantity().units())
                            .isEqualTo((int) expected);
                }
                expected++;
            }
            assertThat(expected).isEqualTo(number);
            assertThat(history.getLastSequenceNumber()).isEqualTo(number - 1);
            assertThat(queries()).isEqualTo(3);
        }
    }

    /** However many there are, so many events are in memory and no more. */
    @Test
    void manyLongHistoriesShareWhatIsReadAtOnce() throws SQLException {
        int number = 64;
        IntStream.range(0, number).forEach(i -> carts.write("c-" + i, 600));

        List<CompletableFuture<Loaded>> loads = whileTheFirstIsRead(number, i -> Load.whole(cart("c-" + i)));

        assertThat(loads).allSatisfy(load -> {
            assertThat(load.join().events()).hasSize(32_768 / number);
            assertThat(load.join().isAll()).isFalse();
        });
    }

    @Test
    void whoseTimeIsOverGetsAMomentAllTheSame() {
        carts.write("c-1", 2);

        Loaded loaded = reader.load(Load.whole(cart("c-1")), Deadline.in(Duration.ZERO));

        assertThat(loaded.events()).hasSize(2);
    }

    @Test
    void nobodyWaitsPastTheirDeadline() throws SQLException {
        try (Connection _ = holdEvents()) {
            Deadline deadline = Deadline.in(Duration.ofMillis(300));

            assertThatThrownBy(() -> reader.load(Load.whole(cart("a")), deadline))
                    .isInstanceOf(DeadlineExceededException.class);

            assertThat(deadline.left()).isBetween(Duration.ofSeconds(-2), Duration.ZERO);
        }
        assertThat(reader.load(Load.whole(cart("a")), soon()).events()).isEmpty();
    }

    @Test
    void whoGivesUpLeavesTheirPlaceToOthers() throws SQLException {
        try (Connection holder = holdEvents()) {
            CompletableFuture<Loaded> first = load(Load.whole(cart("first")));
            await().until(() -> waiting() == 1);
            Deadline short_ = Deadline.in(Duration.ofMillis(500));
            List<CompletableFuture<Loaded>> impatient = IntStream.range(0, CAPACITY)
                    .mapToObj(i -> CompletableFuture.supplyAsync(
                            () -> reader.load(Load.whole(cart("c-" + i)), short_), threads))
                    .toList();
            assertThat(impatient)
                    .allSatisfy(
                            load -> assertThatThrownBy(load::join).hasCauseInstanceOf(DeadlineExceededException.class));

            CompletableFuture<Loaded> patient = load(Load.whole(cart("patient")));

            holder.rollback();
            assertThat(patient.join().events()).isEmpty();
            assertThat(first.join().events()).isEmpty();
        }
    }

    @Test
    void whoComesWhenTooManyWaitIsRefusedAtOnce() throws SQLException {
        var loads = new ArrayList<CompletableFuture<Loaded>>();
        try (Connection _ = holdEvents()) {
            loads.add(load(Load.whole(cart("first"))));
            await().until(() -> waiting() == 1);

            for (int i = 0; i <= CAPACITY; i++) {
                loads.add(load(Load.whole(cart("c-" + i))));
            }

            await().until(() -> loads.stream().anyMatch(CompletableFuture::isDone));
            assertThat(loads)
                    .filteredOn(CompletableFuture::isDone)
                    .singleElement()
                    .satisfies(
                            refused -> assertThatThrownBy(refused::join).hasCauseInstanceOf(QueueFullException.class));
        }
    }

    @Test
    void whatCannotBeReadIsToldToAllWhoWait() throws SQLException {
        List<CompletableFuture<Loaded>> loads = new ArrayList<>();
        try (Connection _ = holdEvents()) {
            loads.add(load(Load.whole(cart("first"))));
            await().until(() -> waiting() == 1);

            assertThat(jdbc.sql("""
                            select pg_terminate_backend(pid)
                            from pg_stat_activity
                            where datname = current_database() and wait_event_type = 'Lock'
                            """).query(Boolean.class).list()).hasSize(1);

            assertThatThrownBy(() -> loads.getFirst().join())
                    .isInstanceOf(CompletionException.class)
                    .hasCauseInstanceOf(LedgerUnavailableException.class);
        }
        assertThat(reader.load(Load.whole(cart("again")), soon()).events()).isEmpty();
    }

    @Test
    void aLedgerThatCannotBeReachedIsUnavailable() {
        var nowhere = new PGSimpleDataSource();
        nowhere.setUrl("jdbc:postgresql://127.0.0.1:1/cart");
        try (var lost = new Reader(new Connections(nowhere), CAPACITY, new SimpleMeterRegistry())) {
            assertThatThrownBy(() -> lost.load(Load.whole(cart("a")), soon()))
                    .isInstanceOf(LedgerUnavailableException.class);
        }
    }

    @Test
    void whatStillWaitsWhenItIsClosedIsToldSo() throws SQLException {
        try (Connection holder = holdEvents()) {
            load(Load.whole(cart("first")));
            await().until(() -> waiting() == 1);
            CompletableFuture<Loaded> left = load(Load.whole(cart("left")));

            reader.close();
            holder.rollback();

            assertThatThrownBy(left::join).cause().isExactlyInstanceOf(LedgerUnavailableException.class);
        }
        assertThatThrownBy(() -> reader.load(Load.whole(cart("later")), soon()))
                .isExactlyInstanceOf(LedgerUnavailableException.class);
    }

    /** With the start-up option that the service's connections have: of tables that are small today, too. */
    @Test
    void everythingIsFoundByAnIndex() throws SQLException {
        carts.write("c-1", 20);
        var plan = new ArrayList<String>();
        try (Connection connection = database.unpooledAs("cart_command -c enable_seqscan=off")
                        .getConnection();
                var statement = connection.prepareStatement("explain " + LoadQuery.WITH_SNAPSHOTS)) {
            statement.setObject(1, new String[] {"Cart"});
            statement.setObject(2, new String[] {"c-1"});
            statement.setObject(3, new Long[] {-1L});
            statement.setObject(4, new Integer[] {1});
            statement.setInt(5, 100);
            try (var row = statement.executeQuery()) {
                while (row.next()) {
                    plan.add(row.getString(1).strip());
                }
            }
        }

        assertThat(plan)
                .filteredOn(line -> line.contains("Scan"))
                .filteredOn(line -> line.contains(" on event") || line.contains(" on snapshot"))
                .hasSize(3)
                .allSatisfy(
                        line -> assertThat(line)
                                .containsPattern(
                                        "Index (Only )?Scan using (event_sequence_number_key on event|snapshot_pkey on snapshot)"));
        assertThat(plan).noneMatch(line -> line.contains("Sort"));
    }

    /** One is read, and cannot go on until all others wait. */
    private List<CompletableFuture<Loaded>> whileTheFirstIsRead(int number, IntFunction<Load> wanted)
            throws SQLException {
        try (Connection holder = holdEvents()) {
            load(Load.whole(cart("first")));
            await().until(() -> waiting() == 1);
            List<CompletableFuture<Loaded>> loads = IntStream.range(0, number)
                    .mapToObj(i -> load(wanted.apply(i)))
                    .toList();
            await().until(() -> meters.get("cart.ledger.loads.queue").gauge().value() == number);
            holder.rollback();
            return loads;
        }
    }

    private CompletableFuture<Loaded> load(Load wanted) {
        return CompletableFuture.supplyAsync(() -> reader.load(wanted, soon()), threads);
    }

    private Connection holdEvents() throws SQLException {
        Connection holder = database.as("postgres").getConnection();
        holder.setAutoCommit(false);
        try (var statement = holder.createStatement()) {
            statement.execute("lock table ledger.event in access exclusive mode");
        }
        return holder;
    }

    private int waiting() {
        return jdbc.sql(
                        "select count(*) from pg_stat_activity where datname = current_database() and wait_event_type = 'Lock'")
                .query(Integer.class)
                .single();
    }

    private long queries() {
        return meters.get("cart.ledger.loads").summary().count();
    }

    private static AggregateKey cart(String id) {
        return new AggregateKey("Cart", id);
    }

    private static Deadline soon() {
        return Deadline.in(Duration.ofSeconds(20));
    }
}
