package io.cartledger.command.ledger;

import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.function.IntFunction;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** Rows laid out as columns, which is how a statement takes many of them at once. */
final class Columns {

    private final List<Supplier<Object[]>> arrays = new ArrayList<>();

    /** A further column; the values are added to it in the order of rows. */
    <T> List<@Nullable T> add(IntFunction<T[]> newArray) {
        var values = new ArrayList<@Nullable T>();
        arrays.add(() -> values.toArray(newArray));
        return values;
    }

    /**
     * Sets all of them as arrays, in the order in which they were added.
     *
     * @param first the parameter that the first of them is, counted from 1
     * @return the parameter behind the last of them
     */
    int bind(PreparedStatement statement, int first) throws SQLException {
        int parameter = first;
        for (Supplier<Object[]> array : arrays) {
            statement.setObject(parameter++, array.get());
        }
        return parameter;
    }
}
