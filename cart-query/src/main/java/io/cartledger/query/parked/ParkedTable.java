package io.cartledger.query.parked;

import io.cartledger.query.generation.ViewConnection;
import io.cartledger.query.rows.RowSink;
import io.cartledger.query.rows.RowStatement;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/** What is parked in the read model. */
public final class ParkedTable {

    private static final String ALL = """
            select aggregate_type, aggregate_id
            from view_n.parked
            """;

    private static final RowStatement<Parked> ADD = new RowStatement<Parked>("view_n.parked", """
            insert into view_n.parked (aggregate_type, aggregate_id, position, cause)
            select n.aggregate_type, n.aggregate_id, n.position, n.cause
            from unnest(?::text[], ?::text[], ?::bigint[], ?::text[]) n(aggregate_type, aggregate_id, position, cause)
            """)
            .text("aggregate_type", parked -> parked.aggregate().type())
            .text("aggregate_id", parked -> parked.aggregate().id())
            .bigint("position", Parked::position)
            .text("cause", Parked::cause);

    private ParkedTable() {}

    /**
     * @param position of the event that could not be folded
     * @param cause what was wrong with it
     */
    public record Parked(Aggregate aggregate, long position, String cause) {}

    /** All of them, also those that nobody waits for any more. */
    public static Set<Aggregate> all(ViewConnection view) throws SQLException {
        try (PreparedStatement statement = view.prepare(ALL);
                ResultSet row = statement.executeQuery()) {
            var all = new HashSet<Aggregate>();
            while (row.next()) {
                all.add(new Aggregate(row.getString("aggregate_type"), row.getString("aggregate_id")));
            }
            return all;
        }
    }

    /** Adds them. */
    public static void add(RowSink sink, List<Parked> parked) throws SQLException {
        sink.take(ADD, parked);
    }
}
