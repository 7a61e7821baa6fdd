package io.cartledger.command.ledger;

import java.sql.SQLException;
import org.postgresql.util.PSQLState;

/** Tells from an SQL error what is known about the append that met it. */
final class LedgerFaults {

    private static final String LOCK_NOT_AVAILABLE = "55P03";
    private static final String CONNECTION_CLASS = "08";
    private static final String SHUTDOWN_CLASS = "57P";

    private LedgerFaults() {}

    /** PostgreSQL answers an error only for what it has rolled back; without an answer nothing is known. */
    static RuntimeException ofAppend(SQLException e) {
        if (LOCK_NOT_AVAILABLE.equals(e.getSQLState())) {
            return new LedgerUnavailableException("the ledger's append lock was not free in time", e);
        }
        return connectionLost(e) ? new OutcomeUnknownException(e) : fault(e);
    }

    static RuntimeException ofRead(SQLException e) {
        return connectionLost(e)
                ? new LedgerUnavailableException("the connection to the ledger was lost", e)
                : fault(e);
    }

    private static boolean connectionLost(SQLException e) {
        String state = e.getSQLState();
        return state == null
                || state.startsWith(CONNECTION_CLASS)
                || state.startsWith(SHUTDOWN_CLASS)
                || PSQLState.COMMUNICATION_ERROR.getState().equals(state);
    }

    private static RuntimeException fault(SQLException e) {
        return new IllegalStateException("the ledger answered with SQL state " + e.getSQLState(), e);
    }
}
