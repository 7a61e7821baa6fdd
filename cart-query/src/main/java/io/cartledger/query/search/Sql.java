package io.cartledger.query.search;

import io.cartledger.query.generation.ViewConnection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;

/**
 * A piece of SQL with the values of its parameters, in their order. Its text is always this software's: what somebody
 * sends is only ever among the values.
 */
record Sql(String text, List<Object> values) {

    static final Sql NOTHING = new Sql("", List.of());

    static Sql of(String text, Object... values) {
        return NOTHING.then(text, values);
    }

    /** The same with more behind it. */
    Sql then(String more, Object... moreValues) {
        return then(new Sql(more, List.of(moreValues)));
    }

    /** Likewise. */
    Sql then(Sql more) {
        var all = new ArrayList<>(values);
        all.addAll(more.values);
        return new Sql(text + more.text, List.copyOf(all));
    }

    PreparedStatement prepare(ViewConnection view) throws SQLException {
        PreparedStatement statement = view.prepare(text);
        for (int i = 0; i < values.size(); i++) {
            statement.setObject(i + 1, values.get(i));
        }
        return statement;
    }
}
