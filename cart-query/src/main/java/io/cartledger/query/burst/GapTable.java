package io.cartledger.query.burst;

import io.cartledger.query.generation.ViewConnection;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;

/**
 * What was not there when the finder passed, and may come: changes of what is parked, once it is folded again or by another
 * generation; and refusals whose numbers were given before those of others that were committed first.
 */
final class GapTable {

    /** What is missing. */
    enum Source {
        CHANGE,
        REFUSAL
    }

    private static final String ADD = """
            insert into view.burst_gap (source, number)
            select ?, n.number
            from unnest(?::bigint[]) n(number)
            on conflict (source, number) do nothing
            """;

    private static final String REMOVE = """
            delete from view.burst_gap
            where source = ? and number = any (?::bigint[])
            """;

    private static final String COME = """
            select g.number
            from view.burst_gap g
            join view_n.change c on c.position = g.number
            where g.source = 'CHANGE'
            order by g.number
            limit ?
            """;

    private static final String REFUSALS = """
            select number
            from view.burst_gap
            where source = 'REFUSAL'
            order by number desc
            limit ?
            """;

    /** A number is committed within seconds of being given, or never; its transaction may wait for a standby. */
    private static final String FORGET = """
            delete from view.burst_gap
            where source = 'REFUSAL' and noted_at < now() - interval '10 minutes'
            """;

    private GapTable() {}

    static void add(Connection view, Source source, Collection<Long> numbers) throws SQLException {
        execute(view, ADD, source, numbers);
    }

    static void remove(Connection view, Source source, Collection<Long> numbers) throws SQLException {
        execute(view, REMOVE, source, numbers);
    }

    private static void execute(Connection view, String sql, Source source, Collection<Long> numbers)
            throws SQLException {
        if (!numbers.isEmpty()) {
            try (PreparedStatement statement = view.prepareStatement(sql)) {
                statement.setString(1, source.name());
                statement.setObject(2, numbers.toArray(Long[]::new));
                statement.executeUpdate();
            }
        }
    }

    /** The missing changes that have come meanwhile. */
    static List<Long> comeChanges(ViewConnection view, int limit) throws SQLException {
        try (PreparedStatement statement = view.prepare(COME)) {
            return numbers(statement, limit);
        }
    }

    /** The missing refusals, the newest first, without those that never will come. */
    static List<Long> missingRefusals(Connection view, int limit) throws SQLException {
        try (PreparedStatement forget = view.prepareStatement(FORGET);
                PreparedStatement statement = view.prepareStatement(REFUSALS)) {
            List<Long> missing = numbers(statement, limit);
            if (!missing.isEmpty()) {
                forget.executeUpdate();
            }
            return missing;
        }
    }

    private static List<Long> numbers(PreparedStatement statement, int limit) throws SQLException {
        statement.setInt(1, limit);
        try (ResultSet row = statement.executeQuery()) {
            var numbers = new ArrayList<Long>();
            while (row.next()) {
                numbers.add(row.getLong(1));
            }
            return numbers;
        }
    }
}
