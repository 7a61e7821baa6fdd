package io.cartledger.query.rows;

import io.cartledger.query.generation.ViewConnection;
import java.sql.SQLException;
import java.util.List;

/** Takes the rows that a fold makes. */
@FunctionalInterface
public interface RowSink {

    /** Takes the rows for a statement's table. */
    <R> void take(RowStatement<R> statement, List<R> rows) throws SQLException;

    /** Writes them in the connection's transaction. */
    static RowSink into(ViewConnection view) {
        return new RowSink() {
            @Override
            public <R> void take(RowStatement<R> statement, List<R> rows) throws SQLException {
                statement.execute(view, rows);
            }
        };
    }
}
