package io.cartledger.query.consistency;

import io.cartledger.http.ConsistencyToken;
import io.cartledger.query.generation.ViewConnection;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.util.concurrent.locks.LockSupport;
import java.util.function.ToLongFunction;
import javax.sql.DataSource;

/**
 * Reads the read model, once it is as new as a query asks.
 *
 * <p>Any thread may use it.
 */
public final class ViewReader {

    /** A step of the read model is mostly about others; who waits for one must not crowd out those who do not. */
    private static final Duration PAUSE_BETWEEN_READS = Duration.ofMillis(20);

    private final DataSource connections;
    private final LiveView live;
    private final Duration patience;

    /**
     * @param connections that read the read model
     * @param live which generation is read
     * @param patience longest wait for the read model to get as far as a query asks
     */
    public ViewReader(DataSource connections, LiveView live, Duration patience) {
        this.connections = connections;
        this.live = live;
        this.patience = patience;
    }

    /**
     * What a query saw.
     *
     * @param token stands for how far the read model was, so that a later query can ask for no less
     */
    public record Seen<T>(T value, ConsistencyToken token) {}

    /** Reads with one connection. */
    public interface Reading<T> {
        /** @return what there is, at the time of the call */
        T from(ViewConnection connection) throws SQLException;
    }

    /**
     * @param version tells the version of what was read; -1 if there is none
     * @throws ViewBehindException if the read model does not get as far in time
     * @throws ViewUnavailableException if it cannot be reached
     */
    public <T> Seen<T> read(Freshness asked, Reading<T> reading, ToLongFunction<T> version) {
        long deadline = System.nanoTime() + patience.toNanos();
        View view = live.current();
        await(view, asked.position(), patience);
        while (true) {
            // Taken before reading, so that what is read is at least as new as the token says.
            long seen = view.position().current();
            T value = read(view, reading);
            if (version.applyAsLong(value) >= asked.version()) {
                return new Seen<>(value, new ConsistencyToken(seen));
            }
            await(view, seen + 1, Duration.ofNanos(deadline - System.nanoTime()));
            LockSupport.parkNanos(PAUSE_BETWEEN_READS.toNanos());
        }
    }

    private static void await(View view, long wanted, Duration time) {
        if (!view.position().await(wanted, time)) {
            throw new ViewBehindException();
        }
    }

    private <T> T read(View view, Reading<T> reading) {
        try (Connection connection = connections.getConnection()) {
            return reading.from(new ViewConnection(connection, view.generation()));
        } catch (SQLException e) {
            throw new ViewUnavailableException(e);
        }
    }
}
