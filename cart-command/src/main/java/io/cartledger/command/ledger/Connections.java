package io.cartledger.command.ledger;

import java.sql.Connection;
import java.sql.SQLException;
import javax.sql.DataSource;

/**
 * Connections to the ledger, and what their errors mean to whoever uses them.
 *
 * @param dataSource in autocommit, of the role that runs the command side
 */
record Connections(DataSource dataSource) {

    interface Reading<T> {
        T from(Connection connection) throws SQLException;
    }

    /** @throws LedgerUnavailableException if the ledger could not be reached */
    <T> T read(Reading<T> reading) {
        try (Connection connection = open()) {
            return reading.from(connection);
        } catch (SQLException e) {
            throw LedgerFaults.ofRead(e);
        }
    }

    /** @throws LedgerUnavailableException if there is none */
    Connection open() {
        try {
            return dataSource.getConnection();
        } catch (SQLException e) {
            throw new LedgerUnavailableException("no connection to the ledger", e);
        }
    }
}
