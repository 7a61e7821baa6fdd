package io.cartledger.query.verify;

import io.cartledger.query.generation.ViewConnection;
import io.cartledger.query.history.LineChange;
import java.sql.SQLException;
import java.util.List;

/**
 * The rows of changes and of their lines: as the read model has them, and as an event makes them. Confined to one thread.
 */
final class ChangeRows {

    static final String LINES = """
            select position, item_id, sku, quantity_before, quantity_after
            from view_n.change_line
            """;

    /** Takes the hash of each row. */
    @FunctionalInterface
    interface Taking {
        void take(long position, long hash);
    }

    private final RowHash hash = new RowHash();

    /** Gives those that the read model has, in any order. */
    static void read(ViewConnection view, String query, Stopping stopping, Taking taking) throws SQLException {
        try (var rows = new BinaryRows(view.jdbc(), view.generation().sql(query), stopping)) {
            while (rows.next()) {
                taking.take(rows.first(), rows.hash());
            }
        }
    }

    /** Gives those that an event makes. */
    void made(EventRow row, ChangeRow change, List<LineChange> lines, Taking taking) {
        taking.take(row.position(), change.hash(hash, row.position()));
        for (LineChange line : lines) {
            taking.take(
                    row.position(),
                    hash.begin()
                            .int8(row.position())
                            .text(line.item().itemId().value())
                            .text(line.item().sku().value())
                            .int4(line.unitsBefore())
                            .int4(line.unitsAfter())
                            .hash());
        }
    }
}
