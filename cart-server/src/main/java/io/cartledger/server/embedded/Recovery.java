package io.cartledger.server.embedded;

import io.cartledger.server.config.StartupFailure;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Waits for a server that was started on a restored backup: it answers before it has got to where it was told to, and takes
 * no writes until then.
 *
 * @param silenceLimit how long it may get no further before it is given up
 */
record Recovery(Connection connection, Duration silenceLimit) {

    private static final Logger LOG = LoggerFactory.getLogger(Recovery.class);

    private static final String STATE = """
            select
              pg_is_in_recovery() as recovering,
              pg_last_wal_replay_lsn()::text as replayed,
              pg_last_xact_replay_timestamp()::text as last_commit
            """;

    private static final Duration PAUSE = Duration.ofMillis(100);
    private static final Duration BETWEEN_REPORTS = Duration.ofSeconds(10);

    /** @param replayed how far it is; null where that is not known, like {@code lastCommit}, which is in it */
    private record State(
            boolean recovering,
            @Nullable String replayed,
            @Nullable String lastCommit) {}

    /** Returns at once where there is nothing to wait for. */
    void awaitEnd() throws SQLException {
        State state = state();
        long movedNanos = System.nanoTime();
        long reportedNanos = movedNanos - BETWEEN_REPORTS.toNanos();
        while (state.recovering()) {
            if (System.nanoTime() - reportedNanos >= BETWEEN_REPORTS.toNanos()) {
                LOG.info("PostgreSQL restores a backup, and has got to {}", state.lastCommit());
                reportedNanos = System.nanoTime();
            }
            pause();
            State next = state();
            if (!next.equals(state)) {
                movedNanos = System.nanoTime();
            } else if (System.nanoTime() - movedNanos > silenceLimit.toNanos()) {
                throw new StartupFailure(
                        "PostgreSQL, restoring a backup, has not got on for %s s after %s: see postgresql.log, and whether recovery_target_action is promote"
                                .formatted(silenceLimit.toSeconds(), state.lastCommit()));
            }
            state = next;
        }
    }

    private State state() throws SQLException {
        try (Statement statement = connection.createStatement();
                ResultSet row = statement.executeQuery(STATE)) {
            row.next();
            return new State(row.getBoolean("recovering"), row.getString("replayed"), row.getString("last_commit"));
        }
    }

    private static void pause() {
        try {
            Thread.sleep(PAUSE);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new StartupFailure("interrupted while PostgreSQL was restoring a backup", e);
        }
    }
}
