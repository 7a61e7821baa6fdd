package io.cartledger.query.rows;

import io.cartledger.query.generation.ViewConnection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.function.IntFunction;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * A statement that takes all rows of a step at once, laid out as columns: its parameters are arrays, one a column, for
 * {@code unnest}. A table that is empty takes the same rows by COPY. Immutable.
 *
 * @param <R> a row
 */
public final class RowStatement<R> {

    /** What a row has in a column. */
    @FunctionalInterface
    public interface Value<R, T> {

        /** @return null for SQL's null */
        @Nullable
        T of(R row);
    }

    private record Column<R, T>(String name, IntFunction<T[]> newArray, Value<R, T> value) {

        /** The driver sends an array of the type's own class in binary. */
        Object[] of(List<R> rows) {
            var values = new ArrayList<@Nullable T>(rows.size());
            for (R row : rows) {
                values.add(value.of(row));
            }
            return values.toArray(newArray);
        }
    }

    private final String table;
    private final String sql;
    private final List<Column<R, ?>> columns;

    /**
     * One without parameters yet.
     *
     * @param table for COPY, as {@code view_n.cart}
     */
    public RowStatement(String table, String sql) {
        this(table, sql, List.of());
    }

    private RowStatement(String table, String sql, List<Column<R, ?>> columns) {
        this.table = table;
        this.sql = sql;
        this.columns = columns;
    }

    /** With this as its next parameter, a {@code text[]}; which is also the way of all types that have no method here. */
    public RowStatement<R> text(String column, Value<R, String> value) {
        return with(new Column<>(column, String[]::new, value));
    }

    /** With this as its next parameter, a {@code bigint[]}. */
    public RowStatement<R> bigint(String column, Value<R, Long> value) {
        return with(new Column<>(column, Long[]::new, value));
    }

    /** With this as its next parameter, an {@code integer[]}. */
    public RowStatement<R> integer(String column, Value<R, Integer> value) {
        return with(new Column<>(column, Integer[]::new, value));
    }

    /** With this as its next parameter, a {@code boolean[]}. */
    public RowStatement<R> bool(String column, Value<R, Boolean> value) {
        return with(new Column<>(column, Boolean[]::new, value));
    }

    private RowStatement<R> with(Column<R, ?> next) {
        return new RowStatement<>(
                table, sql, Stream.concat(columns.stream(), Stream.of(next)).toList());
    }

    /** Which table takes them, {@code view_n} for any generation's. */
    public String table() {
        return table;
    }

    /** The rows as its parameters, one array a column: for statements that compare what is in the table with them. */
    public List<Object[]> arrays(List<R> rows) {
        return columns.stream().map(column -> column.of(rows)).toList();
    }

    /** Executes it, unless there are no rows. */
    public void execute(ViewConnection view, List<R> rows) throws SQLException {
        if (rows.isEmpty()) {
            return;
        }
        try (PreparedStatement statement = view.prepare(sql)) {
            int parameter = 0;
            for (Object[] array : arrays(rows)) {
                statement.setObject(++parameter, array);
            }
            statement.executeUpdate();
        }
    }

    /** What takes {@link #appendTo rows} into the table, {@code view_n} for any generation's. */
    public String copySql() {
        return columns.stream()
                .map(Column::name)
                .collect(Collectors.joining(", ", "copy " + table + " (", ") from stdin"));
    }

    /** Appends the row in the text format of COPY (PostgreSQL's documentation of COPY, "Text Format"). */
    public void appendTo(StringBuilder text, R row) {
        char separator = 0;
        for (Column<R, ?> column : columns) {
            if (separator != 0) {
                text.append(separator);
            }
            separator = '\t';
            Object value = column.value().of(row);
            if (value == null) {
                text.append("\\N");
            } else {
                escape(text, value.toString());
            }
        }
        text.append('\n');
    }

    private static void escape(StringBuilder text, String value) {
        for (int i = 0; i < value.length(); i++) {
            char c = value.charAt(i);
            switch (c) {
                case '\\' -> text.append("\\\\");
                case '\t' -> text.append("\\t");
                case '\n' -> text.append("\\n");
                case '\r' -> text.append("\\r");
                default -> text.append(c);
            }
        }
    }
}
