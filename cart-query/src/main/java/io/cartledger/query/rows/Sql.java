package io.cartledger.query.rows;

import io.cartledger.query.generation.ViewConnection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.json.JsonMapper;

/**
 * A piece of SQL with the values of its parameters, in their order. Its text is always this software's: what somebody
 * sends is only ever among the values.
 */
public record Sql(String text, List<Object> values) {

    private static final JsonMapper JSON = new JsonMapper();

    /** No SQL at all. */
    public static final Sql NOTHING = new Sql("", List.of());

    /** @param values of the question marks in it, in their order */
    public static Sql of(String text, Object... values) {
        return NOTHING.then(text, values);
    }

    /** The same with more behind it. */
    public Sql then(String more, Object... moreValues) {
        return then(new Sql(more, List.of(moreValues)));
    }

    /** Likewise. */
    public Sql then(Sql more) {
        var all = new ArrayList<>(values);
        all.addAll(more.values);
        return new Sql(text + more.text, List.copyOf(all));
    }

    /** Likewise, if there is a value; without one it stays as it is. */
    public Sql thenIf(String more, @Nullable Object value) {
        return value == null ? this : then(more, value);
    }

    /** How many rows the planner expects of it. */
    public long expectedRows(ViewConnection view) throws SQLException {
        try (PreparedStatement statement =
                        of("explain (format json) ").then(this).prepare(view);
                ResultSet row = statement.executeQuery()) {
            row.next();
            return JSON.readTree(row.getString(1))
                    .path(0)
                    .path("Plan")
                    .path("Plan Rows")
                    .asLong(0);
        }
    }

    /** With the values in their places. */
    public PreparedStatement prepare(ViewConnection view) throws SQLException {
        PreparedStatement statement = view.prepare(text);
        for (int i = 0; i < values.size(); i++) {
            statement.setObject(i + 1, values.get(i));
        }
        return statement;
    }
}
