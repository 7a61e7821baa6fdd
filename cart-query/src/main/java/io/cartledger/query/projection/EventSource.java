package io.cartledger.query.projection;

import java.sql.SQLException;
import java.util.List;

/** The ledger as the query side reads it. All reading of events goes through here. */
interface EventSource {

    /**
     * The events that follow a position, in order and without gaps.
     *
     * @param position the last one that is known already; 0 for none
     * @param limit most events to give, 1 or more
     */
    List<LedgerEntry> after(long position, int limit) throws SQLException;
}
