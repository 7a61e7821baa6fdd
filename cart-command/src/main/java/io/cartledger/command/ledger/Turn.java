package io.cartledger.command.ledger;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.time.Duration;

/**
 * The time in which this node alone may append. Who is told only now that they were overtaken, reads anew and decides at
 * once, cannot be overtaken a second time. Without it the slower of two nodes might never win a cart that both change: its
 * reading anew takes longer than the other's next append.
 */
final class Turn {

    /** Instead of a turn's number, for who has not been overtaken; the numbers of a node's turns begin at 1 and rise. */
    static final long NONE = 0;

    /** How long the others are waited for; a decision anew takes a few of these. */
    static final Duration PATIENCE = Duration.ofMillis(50);

    /** A node that stops in its turn, because its machine is frozen, loses it. */
    private static final Duration LONGEST_IDLE = Duration.ofSeconds(1);

    private static final String SQL = """
            select
              set_config('lock_timeout', ?, true),
              set_config('idle_in_transaction_session_timeout', ?, true);

            select ledger.take_turn()
            """;

    private Turn() {}

    /**
     * Begins it; it ends with the connection's transaction.
     *
     * @param connection not in autocommit
     * @param deadline until when it waits for the appends before
     */
    static void begin(Connection connection, Deadline deadline) throws SQLException {
        try (PreparedStatement statement = connection.prepareStatement(SQL)) {
            statement.setString(1, AppendCall.waitUntil(deadline));
            statement.setString(2, Long.toString(LONGEST_IDLE.toMillis()));
            statement.execute();
        }
    }
}
