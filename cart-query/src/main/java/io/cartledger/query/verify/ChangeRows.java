package io.cartledger.query.verify;

import io.cartledger.query.generation.ViewConnection;
import io.cartledger.query.history.LineChange;
import java.sql.SQLException;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The rows of changes and of their lines: as the read model has them, and as an event makes them. Of where a change came
 * from nothing is compared here, which a rebuild does. Confined to one thread.
 */
final class ChangeRows {

    static final String CHANGES = """
            select position, cart_id, customer, version, type, recorded_at
            from view_n.change
            """;

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
    static void read(ViewConnection view, String query, Taking taking) throws SQLException {
        try (var rows = new BinaryRows(view.jdbc(), view.generation().sql(query))) {
            while (rows.next()) {
                taking.take(rows.first(), rows.hash());
            }
        }
    }

    /** Gives those that an event makes. */
    void made(EventRow row, @Nullable String cart, @Nullable String customer, List<LineChange> lines, Taking taking) {
        taking.take(
                row.position(),
                hash.begin()
                        .int8(row.position())
                        .text(cart)
                        .text(customer)
                        .int8(row.sequenceNumber())
                        .text(row.event().type())
                        .int8(row.recordedAt())
                        .hash());
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
