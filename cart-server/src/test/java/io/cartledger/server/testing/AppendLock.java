package io.cartledger.server.testing;

import static org.awaitility.Awaitility.await;

import io.cartledger.command.testing.TestDatabase;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.jdbc.datasource.SingleConnectionDataSource;

/** The lock that every append needs, held up by a test: whatever is sent in the meantime is in flight until it is closed. */
public final class AppendLock implements AutoCloseable {

    private static final Duration OFTEN = Duration.ofMillis(20);

    private static final String TAKE = """
            lock table ledger.append_lock in exclusive mode
            """;

    private static final String WAITING = """
            select count(*)
            from pg_locks
            where relation = 'ledger.append_lock'::regclass
              and not granted
            """;

    private final Connection holder;
    private final JdbcClient ledger;

    private AppendLock(Connection holder) {
        this.holder = holder;
        this.ledger = JdbcClient.create(new SingleConnectionDataSource(holder, true));
    }

    /** Takes it. */
    public static AppendLock hold(TestDatabase database) throws SQLException {
        var lock = new AppendLock(database.unpooledAs("postgres").getConnection());
        lock.holder.setAutoCommit(false);
        lock.ledger.sql(TAKE).update();
        return lock;
    }

    /** Waits until so many appends wait for it. */
    public void awaitWaiting(int appends) {
        await().pollInterval(OFTEN)
                .until(() -> ledger.sql(WAITING).query(Integer.class).single() == appends);
    }

    @Override
    public void close() throws SQLException {
        holder.close();
    }
}
