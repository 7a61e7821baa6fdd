package io.cartledger.server.race;

import io.cartledger.command.testing.TestDatabase;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.HashMap;
import java.util.Map;

/**
 * Every row of the ledger and the read model, with its place and the transaction that wrote it: a row that is written
 * again as it was is seen, too.
 */
final class StoredRows {

    private static final String TABLES = """
            select format('%I.%I', schemaname, tablename)
            from pg_tables
            where schemaname in ('ledger', 'view_1')
            """;

    private static final String ROWS = """
            select coalesce(string_agg(concat_ws(' ', t.ctid, t.xmin, t), E'\\n' order by t.ctid), '')
            from %s t
            """;

    private StoredRows() {}

    /** By table. */
    static Map<String, String> read(TestDatabase database) {
        try (Connection connection = database.as("postgres").getConnection();
                Statement tables = connection.createStatement();
                ResultSet table = tables.executeQuery(TABLES)) {
            var rows = new HashMap<String, String>();
            while (table.next()) {
                try (Statement statement = connection.createStatement();
                        ResultSet row = statement.executeQuery(ROWS.formatted(table.getString(1)))) {
                    row.next();
                    rows.put(table.getString(1), row.getString(1));
                }
            }
            return rows;
        } catch (SQLException e) {
            throw new IllegalStateException(e);
        }
    }
}
