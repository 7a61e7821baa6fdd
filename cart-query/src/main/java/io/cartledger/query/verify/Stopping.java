package io.cartledger.query.verify;

import java.sql.SQLException;
import java.util.concurrent.atomic.AtomicBoolean;
import org.jspecify.annotations.Nullable;

/** Whether to go on. Any thread may use it. */
final class Stopping {

    private final AtomicBoolean stopped = new AtomicBoolean();
    private volatile @Nullable Sessions sessions;

    /** These end what they do once it is stopped. */
    void willCancel(Sessions open) {
        sessions = open;
    }

    /** Whatever is under way fails soon. May be called again: what begins at this moment may not have heard of it. */
    void stop() {
        stopped.set(true);
        Sessions open = sessions;
        if (open != null) {
            open.cancel();
        }
    }

    boolean isStopped() {
        return stopped.get();
    }

    /** @throws SQLException if it is stopped */
    void requireWanted() throws SQLException {
        if (isStopped()) {
            throw new SQLException("nobody wants to know any more");
        }
    }
}
