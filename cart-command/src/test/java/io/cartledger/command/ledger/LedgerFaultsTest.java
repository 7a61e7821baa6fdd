package io.cartledger.command.ledger;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.cartledger.command.ledger.Append.NewEvent;
import io.cartledger.command.ledger.Append.Stream;
import io.cartledger.command.testing.TestDatabase;
import io.cartledger.ledger.EventCodec.Written;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.postgresql.ds.PGSimpleDataSource;
import org.springframework.jdbc.core.simple.JdbcClient;

class LedgerFaultsTest {

    private final TestDatabase database = TestDatabase.withLedger();
    private final Ledger ledger = new Ledger(database.as("cart_command"), position -> {});
    private final JdbcClient jdbc = JdbcClient.create(database.as("postgres"));

    @Test
    void aLockThatIsNotFreeInTimeMeansThatNothingWasWritten() throws SQLException {
        try (Connection holder = database.as("postgres").getConnection()) {
            holdAppendLock(holder);

            assertThatThrownBy(() -> ledger.append(anAppend())).isInstanceOf(LedgerUnavailableException.class);
        }

        assertThat(events()).isZero();
        assertThat(ledger.append(anAppend()).position()).isEqualTo(1);
    }

    @Test
    void aConnectionThatIsLostDuringAnAppendLeavesTheOutcomeUnknown() throws Exception {
        try (Connection holder = database.as("postgres").getConnection()) {
            holdAppendLock(holder);
            var append = CompletableFuture.runAsync(() -> ledger.append(anAppend()));

            Awaitility.await().until(() -> terminateWaitingAppends() == 1);

            assertThatThrownBy(append::get)
                    .isInstanceOf(ExecutionException.class)
                    .hasCauseInstanceOf(OutcomeUnknownException.class);
        }
    }

    @Test
    void aLedgerThatCannotBeReachedIsUnavailable() {
        var nowhere = new PGSimpleDataSource();
        nowhere.setUrl("jdbc:postgresql://127.0.0.1:1/cart");

        assertThatThrownBy(() -> new Ledger(nowhere, position -> {}).append(anAppend()))
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

    private static Append anAppend() {
        var event = new NewEvent(UUID.randomUUID(), new Written("CartOpened", 1, "{}"));
        return new Append(List.of(new Stream(new AggregateKey("Cart", "a"), null, -1, List.of(event))), "{}");
    }
}
