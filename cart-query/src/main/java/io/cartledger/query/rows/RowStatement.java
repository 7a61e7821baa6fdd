package io.cartledger.query.rows;

import io.cartledger.query.generation.ViewConnection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.function.IntFunction;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * A statement that takes all rows of a step at once, laid out as columns: its parameters are arrays, one a column, for
 * {@code unnest}. Immutable.
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

    private record Column<R, T>(IntFunction<T[]> newArray, Value<R, T> value) {

        /** The driver sends an array of the type's own class in binary. */
        Object[] of(List<R> rows) {
            var values = new ArrayList<@Nullable T>(rows.size());
            for (R row : rows) {
                values.add(value.of(row));
            }
            return values.toArray(newArray);
        }
    }

    private final String sql;
    private final List<Column<R, ?>> columns;

    /** One without parameters yet. */
    public RowStatement(String sql) {
        this(sql, List.of());
    }

    private RowStatement(String sql, List<Column<R, ?>> columns) {
        this.sql = sql;
        this.columns = columns;
    }

    /** With this as its next parameter, a {@code text[]}; which is also the way of all types that have no method here. */
    public RowStatement<R> text(Value<R, String> value) {
        return with(new Column<>(String[]::new, value));
    }

    /** With this as its next parameter, a {@code bigint[]}. */
    public RowStatement<R> bigint(Value<R, Long> value) {
        return with(new Column<>(Long[]::new, value));
    }

    /** With this as its next parameter, an {@code integer[]}. */
    public RowStatement<R> integer(Value<R, Integer> value) {
        return with(new Column<>(Integer[]::new, value));
    }

    /** With this as its next parameter, a {@code boolean[]}. */
    public RowStatement<R> bool(Value<R, Boolean> value) {
        return with(new Column<>(Boolean[]::new, value));
    }

    private RowStatement<R> with(Column<R, ?> next) {
        return new RowStatement<>(
                sql, Stream.concat(columns.stream(), Stream.of(next)).toList());
    }

    /** Executes it, unless there are no rows. */
    public void execute(ViewConnection view, List<R> rows) throws SQLException {
        if (rows.isEmpty()) {
            return;
        }
        try (PreparedStatement statement = view.prepare(sql)) {
            for (int i = 0; i < columns.size(); i++) {
                statement.setObject(i + 1, columns.get(i).of(rows));
            }
            statement.executeUpdate();
        }
    }
}
