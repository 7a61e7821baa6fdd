package io.cartledger.query.verify;

import io.cartledger.query.generation.ViewConnection;
import io.cartledger.query.rows.RowSink;
import io.cartledger.query.rows.RowStatement;
import io.cartledger.query.verify.ComparedTable.Column;
import io.cartledger.query.verify.ComparedTable.Taking;
import java.sql.SQLException;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * Takes the rows that the fold makes of some aggregates, and compares the read model's tables with them. Confined to one
 * thread.
 */
final class ViewTables implements RowSink {

    static final List<ComparedTable> CARTS = List.of(
            new ComparedTable(
                    "cart",
                    "view_n.cart",
                    "cart_id",
                    List.of("cart_id"),
                    List.of(
                            Column.text("cart_id"),
                            Column.of("version", "bigint"),
                            Column.text("status"),
                            Column.text("customer"),
                            Column.text("guest"),
                            Column.text("order_reference"),
                            Column.text("merged_into"),
                            Column.of("lines", "integer"),
                            Column.read("words", "tsvector"))),
            new ComparedTable(
                    "cart_line",
                    "view_n.cart_line",
                    "cart_id",
                    List.of("cart_id", "item_id"),
                    List.of(
                            Column.text("cart_id"),
                            Column.text("item_id"),
                            Column.text("sku"),
                            Column.read("options", "jsonb"),
                            Column.of("quantity", "integer"),
                            Column.of("since_version", "bigint"))));

    static final List<ComparedTable> CUSTOMERS = List.of(
            new ComparedTable(
                    "customer",
                    "view_n.customer",
                    "customer",
                    List.of("customer"),
                    List.of(Column.text("customer"), Column.of("version", "bigint"))),
            new ComparedTable(
                    "allowance",
                    "view_n.allowance",
                    "customer",
                    List.of("customer", "allowance"),
                    List.of(
                            Column.text("customer"),
                            Column.of("allowance", "bigint"),
                            Column.text("sku"),
                            Column.of("units", "integer"),
                            Column.read("until", "timestamptz"),
                            Column.text("ticket"),
                            Column.of("revoked", "boolean"))),
            new ComparedTable(
                    "note",
                    "view_n.note",
                    "customer",
                    List.of("customer", "note"),
                    List.of(
                            Column.text("customer"),
                            Column.of("note", "bigint"),
                            Column.read("added_at", "timestamptz"),
                            Column.text("actor_kind"),
                            Column.text("actor"),
                            Column.text("ticket"))));

    private final List<ComparedTable> tables;
    private final Map<String, Rows<?>> taken = new HashMap<>();

    ViewTables(List<ComparedTable> tables) {
        this.tables = tables;
    }

    private record Rows<R>(RowStatement<R> statement, List<R> rows) {

        void compare(
                ComparedTable table, ViewConnection view, String after, String last, Stopping stopping, Taking taking)
                throws SQLException {
            table.compare(view.jdbc(), view.generation()::sql, statement, rows, after, last, stopping, taking);
        }
    }

    @Override
    public <R> void take(RowStatement<R> statement, List<R> rows) {
        taken.put(statement.table(), new Rows<>(statement, List.copyOf(rows)));
    }

    /** Compares those of a range with what was taken last. */
    void compare(ViewConnection view, String after, String last, Stopping stopping, Taking taking) throws SQLException {
        for (ComparedTable table : tables) {
            Rows<?> rows = taken.get(table.source());
            if (rows != null) {
                rows.compare(table, view, after, last, stopping, taking);
            }
        }
        taken.clear();
    }
}
