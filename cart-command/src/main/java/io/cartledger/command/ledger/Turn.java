package io.cartledger.command.ledger;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;

/**
 * The time in which this node alone may append. Who is told only now that they were overtaken, reads anew and decides at
 * once, cannot be overtaken a second time by another node. Without it the slower of two nodes might never win a cart that
 * both change: its reading anew takes longer than the other's next append.
 *
 * @param number the numbers of a node's turns rise from 1
 * @param freshFrom who is told in it takes no state that was read before the turn of this number: another node has appended
 *     since, which may have been to the same aggregate
 */
public record Turn(long number, long freshFrom) {

    /** Of a command that has not been overtaken. */
    public static final Turn NONE = new Turn(0, 0);

    /** How long the others are waited for; a decision anew takes a few of these. */
    public static final Duration PATIENCE = Duration.ofMillis(50);

    /** A node that stops in its turn, because its machine is frozen, loses it. */
    private static final Duration LONGEST_IDLE = Duration.ofSeconds(1);

    private static final String SQL = """
            select
              set_config('lock_timeout', ?, true),
              set_config('idle_in_transaction_session_timeout', ?, true);

            select ledger.take_turn();

            select position
            from ledger.event
            order by position desc
            limit 1
            """;

    /** The one that was given last. */
    public Turn orLater(Turn other) {
        return other.number > number ? other : this;
    }

    /**
     * Begins one; it ends with the connection's transaction.
     *
     * @param connection not in autocommit
     * @param deadline until when it waits for the appends before
     * @return the ledger's last position, which stays the last but for what is appended in the turn
     */
    static long begin(Connection connection, Deadline deadline) throws SQLException {
        try (PreparedStatement statement = connection.prepareStatement(SQL)) {
            statement.setString(1, AppendCall.waitUntil(deadline));
            statement.setString(2, Long.toString(LONGEST_IDLE.toMillis()));
            statement.execute();
            statement.getMoreResults();
            statement.getMoreResults();
            try (ResultSet row = statement.getResultSet()) {
                return row.next() ? row.getLong(1) : 0;
            }
        }
    }
}
