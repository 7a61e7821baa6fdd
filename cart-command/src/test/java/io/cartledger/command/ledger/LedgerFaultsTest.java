package io.cartledger.command.ledger;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.cartledger.command.ledger.Append.NewEvent;
import io.cartledger.command.ledger.Append.Stream;
import io.cartledger.command.ledger.AppendLostException.AggregateMovedException;
import io.cartledger.command.testing.TestDatabase;
import io.cartledger.command.testing.TestLedger;
import io.cartledger.ledger.EventCodec.Written;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.lang.reflect.Proxy;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.time.Duration;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import javax.sql.DataSource;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.postgresql.ds.PGSimpleDataSource;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.jdbc.datasource.DelegatingDataSource;

class LedgerFaultsTest {

    private final TestDatabase database = TestDatabase.withLedger();
    private final SimpleMeterRegistry meters = new SimpleMeterRegistry();
    private final Ledger ledger = TestLedger.on(database.as("cart_command"), meters);
    private final JdbcClient jdbc = JdbcClient.create(database.as("postgres"));

    @Test
    void aLockThatIsNotFreeInTimeMeansThatNothingWasWritten() throws SQLException {
        try (Connection holder = database.as("postgres").getConnection()) {
            holdAppendLock(holder);

            Deadline deadline = Deadline.in(Duration.ofMillis(300));
            assertThatThrownBy(
                            () -> ledger.submit(anAppend(), deadline, Turn.NONE).get())
                    .isInstanceOf(LedgerUnavailableException.class);
            assertThat(deadline.left()).isBetween(Duration.ofSeconds(-2), Duration.ZERO);
        }

        assertThat(events()).isZero();
        assertThat(ledger.submit(anAppend(), soon(), Turn.NONE).get().receipt().position())
                .isEqualTo(1);
    }

    @Test
    void anAppendWhoseConnectionIsLostIsSubmittedAgainAndTakenOnce() throws Exception {
        CompletableFuture<AppendResult.Committed> append;
        try (Connection holder = database.as("postgres").getConnection()) {
            holdAppendLock(holder);
            append = CompletableFuture.supplyAsync(
                    () -> ledger.submit(anAppend(), soon(), Turn.NONE).get());

            Awaitility.await().until(() -> terminateWaitingAppends() == 1);
        }

        assertThat(append.get().receipt().position()).isEqualTo(1);
        assertThat(events()).isEqualTo(1);
        assertThat(meters.get("cart.ledger.submitted.again").counter().count()).isEqualTo(1);
        assertThat(meters.get("cart.ledger.appended.events").counter().count()).isEqualTo(1);
    }

    @Test
    void whatWasCommittedBeforeTheConnectionWasLostIsFound() {
        Append append = anAppend();
        var atCommit = new LosingDataSource(database.as("cart_command"));
        var losing = TestLedger.on(atCommit);

        AppendResult.Committed committed =
                losing.submit(append, soon(), Turn.NONE).get();

        assertThat(atCommit.lost).isTrue();
        assertThat(committed.receipt().position()).isEqualTo(1);
        assertThat(events()).isEqualTo(1);
    }

    @Test
    void anOutcomeThatCannotBeFoundOutInTimeIsUnknown() throws Exception {
        try (Connection holder = database.as("postgres").getConnection()) {
            holdAppendLock(holder);
            var append = CompletableFuture.supplyAsync(
                    () -> ledger.submit(anAppend(), Deadline.in(Duration.ofMillis(500)), Turn.NONE)
                            .get());

            Awaitility.await().until(() -> terminateWaitingAppends() == 1);

            assertThatThrownBy(append::get)
                    .isInstanceOf(ExecutionException.class)
                    .hasCauseInstanceOf(OutcomeUnknownException.class);
        }
        assertThat(events()).isZero();
    }

    /** Loses its first connection when it has done its work: the commit is there, its answer is not. */
    private static final class LosingDataSource extends DelegatingDataSource {

        volatile boolean lost;

        LosingDataSource(DataSource real) {
            super(real);
        }

        @Override
        public Connection getConnection() throws SQLException {
            if (lost) {
                return super.getConnection();
            }
            lost = true;
            return losing(
                    Connection.class,
                    super.getConnection(),
                    "prepareStatement",
                    statement -> losing(PreparedStatement.class, (PreparedStatement) statement, "execute", done -> {
                        throw new SQLException("the connection was lost", "08006");
                    }));
        }

        private interface Then {
            Object with(Object result) throws SQLException;
        }

        private static <T> T losing(Class<T> type, T real, String method, Then then) {
            return type.cast(
                    Proxy.newProxyInstance(type.getClassLoader(), new Class<?>[] {type}, (proxy, called, arguments) -> {
                        Object result = called.invoke(real, arguments);
                        return called.getName().equals(method) ? then.with(result) : result;
                    }));
        }
    }

    private static Deadline soon() {
        return Deadline.in(Duration.ofSeconds(10));
    }

    @Test
    void aLedgerThatCannotBeReachedIsUnavailable() {
        var nowhere = new PGSimpleDataSource();
        nowhere.setUrl("jdbc:postgresql://127.0.0.1:1/cart");

        assertThatThrownBy(() -> TestLedger.on(nowhere)
                        .submit(anAppend(), soon(), Turn.NONE)
                        .get())
                .isInstanceOf(LedgerUnavailableException.class);
    }

    private static void holdAppendLock(Connection holder) throws SQLException {
        holder.setAutoCommit(false);
        try (var statement = holder.createStatement()) {
            statement.execute("lock table ledger.append_lock in exclusive mode");
        }
    }

    private int terminateWaitingAppends() {
        return jdbc.sql("""
                        select pg_terminate_backend(pid)
                        from pg_stat_activity
                        where datname = current_database() and wait_event_type = 'Lock' and query like '%ledger.append%'
                        """).query(Boolean.class).list().size();
    }

    private long events() {
        return jdbc.sql("select count(*) from ledger.event").query(Long.class).single();
    }

    @Test
    void whatWasDecidedOnAnEventThatMayStillComeIsNotLostForGood() {
        var losing = TestLedger.on(new LosingDataSource(database.as("cart_command")));
        Append behind = append(UUID.randomUUID(), 0);

        assertThatThrownBy(() -> losing.submit(behind, Deadline.in(Duration.ofMillis(300)), Turn.NONE)
                        .get())
                .isInstanceOf(OutcomeUnknownException.class);
    }

    @Test
    void whatWasDecidedOnAnEventThatAnotherHasReplacedIsLostForGood() {
        assertThat(ledger.submit(anAppend(), soon(), Turn.NONE).get().receipt().position())
                .isEqualTo(1);
        var losing = TestLedger.on(new LosingDataSource(database.as("cart_command")), meters);
        Append behind = append(UUID.randomUUID(), 0);

        assertThatThrownBy(() -> losing.submit(behind, soon(), Turn.NONE).get())
                .isInstanceOf(AggregateMovedException.class);
        assertThat(meters.get("cart.ledger.appended.events").counter().count()).isEqualTo(1);
    }

    private static Append append(UUID decidedOn, long version) {
        var event = new NewEvent(UUID.randomUUID(), new Written("CartOpened", 1, "{}"), "{}");
        return new Append(List.of(new Stream(new AggregateKey("Cart", "a"), decidedOn, version, List.of(event))));
    }

    private static Append anAppend() {
        var event = new NewEvent(UUID.randomUUID(), new Written("CartOpened", 1, "{}"), "{}");
        return new Append(List.of(new Stream(new AggregateKey("Cart", "a"), null, -1, List.of(event))));
    }
}
