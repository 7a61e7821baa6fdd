package io.cartledger.command.ledger;

import java.sql.SQLException;
import java.util.regex.Pattern;

/** Tells from an SQL error what is known about the append that met it. */
final class LedgerFaults {

    /** The connection is gone, so nothing can be known of a commit. Class 08 covers the driver's own states. */
    private static final Pattern CONNECTION_LOST = Pattern.compile("08...|57P0.|40003");

    /**
     * PostgreSQL has said no for now, and rolled back: conflicts, no room, a lock or an answer that took too long, a
     * server that became read-only by a fail-over (PostgreSQL, appendix A).
     */
    private static final Pattern NOT_NOW = Pattern.compile("40...|53...|57014|55P03|25006|25P0[34]");

    private LedgerFaults() {}

    /** PostgreSQL answers an error only for what it has rolled back; without an answer nothing is known. */
    static RuntimeException ofAppend(SQLException e) {
        return connectionLost(e) ? new OutcomeUnknownException(e) : refused(e);
    }

    static RuntimeException ofRead(SQLException e) {
        return connectionLost(e)
                ? new LedgerUnavailableException("the connection to the ledger was lost", e)
                : refused(e);
    }

    /** Whether one member of a batch may be to blame, so that the others would be taken without it. */
    static boolean isOfOneMember(RuntimeException fault) {
        return !(fault instanceof OutcomeUnknownException || fault instanceof LedgerUnavailableException);
    }

    private static boolean connectionLost(SQLException e) {
        return e.getSQLState() == null
                || CONNECTION_LOST.matcher(e.getSQLState()).matches();
    }

    private static RuntimeException refused(SQLException e) {
        return NOT_NOW.matcher(e.getSQLState()).matches()
                ? new LedgerUnavailableException("the ledger says not now", e)
                : new IllegalStateException("the ledger answered with SQL state " + e.getSQLState(), e);
    }
}
