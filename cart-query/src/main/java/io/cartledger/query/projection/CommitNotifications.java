package io.cartledger.query.projection;

import io.cartledger.ledger.CommitListener;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.concurrent.locks.LockSupport;
import javax.sql.DataSource;
import org.jspecify.annotations.Nullable;
import org.postgresql.PGConnection;
import org.postgresql.PGNotification;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Hears of the commits of all nodes, by PostgreSQL's LISTEN on a connection of its own, and passes them on. What is
 * missed while the connection is down, the follower's poll finds.
 */
public final class CommitNotifications implements AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(CommitNotifications.class);
    private static final int WAIT_MILLIS = 10_000;
    private static final Duration PAUSE_AFTER_FAILURE = Duration.ofSeconds(1);

    private final DataSource unpooled;
    private final CommitListener listener;
    private final Thread thread;
    private volatile boolean closed;
    private volatile @Nullable Connection connection;

    /** @param unpooled gives new connections to the ledger's database, not a pool's: listening is a session's state */
    public CommitNotifications(DataSource unpooled, CommitListener listener) {
        this.unpooled = unpooled;
        this.listener = listener;
        this.thread = Thread.ofPlatform().name("commit-notifications").daemon().unstarted(this::run);
    }

    /** Begins to listen. */
    public void start() {
        thread.start();
    }

    private void run() {
        while (!closed) {
            try (Connection session = unpooled.getConnection()) {
                connection = session;
                listen(session);
            } catch (Throwable e) { // also an Error: nobody else listens
                if (!closed) {
                    LOG.warn("Not hearing of other nodes' commits, polling until this is mended: {}", e.toString());
                    LockSupport.parkNanos(this, PAUSE_AFTER_FAILURE.toNanos());
                }
            }
        }
    }

    private void listen(Connection session) throws SQLException {
        try (Statement statement = session.createStatement()) {
            statement.execute("listen ledger");
        }
        PGConnection notifying = session.unwrap(PGConnection.class);
        while (!closed) {
            PGNotification[] notifications = notifying.getNotifications(WAIT_MILLIS);
            if (notifications != null && notifications.length > 0) {
                listener.committed(position(notifications[notifications.length - 1].getParameter()));
            }
        }
    }

    /** Every login may notify: what is no position is taken for any. */
    private static long position(String payload) {
        try {
            return Long.parseLong(payload);
        } catch (NumberFormatException e) {
            return Long.MAX_VALUE;
        }
    }

    /** Closes the connection, which ends the wait for the next notification. */
    @Override
    public void close() throws SQLException {
        closed = true;
        Connection session = connection;
        if (session != null) {
            session.close();
        }
    }
}
