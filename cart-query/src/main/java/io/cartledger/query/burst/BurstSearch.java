package io.cartledger.query.burst;

import io.cartledger.query.page.Page;
import io.cartledger.query.page.PageRequest;
import io.cartledger.query.page.Total;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Finds bursts, the newest first. */
final class BurstSearch {

    /** Names the list of bursts. */
    static final String LIST = "bursts";

    private static final int MOST_COUNTED = 1_000;

    private static final String FROM = """
            from view.burst b
            where true
            """;

    private static final String COLUMNS = """
            select b.burst, b.cart_id, b.item_id, b.sku, b.customer, b.began_at, b.ended_at, b.commands, b.changed,
              b.refused, b.replayed
            """;

    private static final String OLDER = """
            and (b.began_at, b.burst) < (?, ?)
            """;

    private static final String NEWER = """
            and (b.began_at, b.burst) > (?, ?)
            """;

    private static final String NEWEST_FIRST = """
            order by b.began_at desc, b.burst desc
            limit ?
            """;

    private static final String OLDEST_FIRST = """
            order by b.began_at, b.burst
            limit ?
            """;

    private static final String CAME_FROM = """
            and b.burst in (select c.burst from view.burst_command c where c.ip <<= ?::inet)
            """;

    private static final String CAME_IN = """
            and b.burst in (select c.burst from view.burst_command c where c.session = ?)
            """;

    private static final String COUNT = """
            select count(*)
            from (select b.burst
            """;

    private static final String COUNT_TO = """
            limit ?) found
            """;

    private static final String EXPLAIN = "explain (format json) select b.burst ";

    private static final Pattern PLANNED_ROWS = Pattern.compile("\"Plan Rows\": ([0-9]+)");

    private BurstSearch() {}

    /** Text with question marks, and what they stand for, in order. */
    record Sql(String text, List<Object> parameters) {

        static Sql of(String text, Object... parameters) {
            return new Sql(text, List.of(parameters));
        }

        Sql then(Sql next) {
            var all = new ArrayList<>(parameters);
            all.addAll(next.parameters);
            return new Sql(text + next.text, all);
        }

        Sql thenIf(String condition, @Nullable Object parameter) {
            return parameter == null ? this : then(of("and " + condition + "\n", parameter));
        }

        PreparedStatement prepare(Connection connection) throws SQLException {
            PreparedStatement statement = connection.prepareStatement(text);
            for (int i = 0; i < parameters.size(); i++) {
                statement.setObject(i + 1, parameters.get(i));
            }
            return statement;
        }
    }

    /** A page of them, and how many there are on all. */
    record BurstsFound(Page<FoundBurst> page, Total total) {}

    /** @param personal whether what is personal is told */
    static BurstsFound find(Connection view, BurstQuery query, PageRequest request, boolean personal)
            throws SQLException {
        var read = new ArrayList<FoundBurst>();
        try (PreparedStatement statement = page(query, request).prepare(view);
                ResultSet row = statement.executeQuery()) {
            while (row.next()) {
                read.add(burst(row));
            }
        }
        Page<FoundBurst> page = request.page(read, BurstSearch::key);
        Map<Long, List<FoundBurst.FoundCommand>> commands = FoundCommands.of(view, page.rows(), personal);
        return new BurstsFound(
                page.map(burst -> burst.with(commands.getOrDefault(burst.burst(), List.of()))), total(view, query));
    }

    /** What reads a page. */
    static Sql page(BurstQuery query, PageRequest request) {
        Sql wanted = Sql.of(COLUMNS).then(from(query));
        Sql there = request.key()
                .map(Place::parse)
                .map(place -> wanted.then(Sql.of(
                        request.backwards() ? NEWER : OLDER, place.beganAt().atOffset(ZoneOffset.UTC), place.burst())))
                .orElse(wanted);
        return there.then(Sql.of(request.backwards() ? OLDEST_FIRST : NEWEST_FIRST, request.rowsToRead()));
    }

    private static Sql from(BurstQuery query) {
        return Sql.of(FROM)
                .thenIf("b.cart_id = ?", query.cart())
                .thenIf("b.sku = ?", query.sku())
                .thenIf("b.customer = ?", query.customer())
                .thenIf("b.commands >= ?", query.minCommands())
                .thenIf("b.began_at >= ?", time(query.from()))
                .thenIf("b.began_at < ?", time(query.to()))
                .then(query.ip() == null ? Sql.of("") : Sql.of(CAME_FROM, query.ip()))
                .then(query.session() == null ? Sql.of("") : Sql.of(CAME_IN, query.session()));
    }

    private static @Nullable OffsetDateTime time(@Nullable Instant instant) {
        return instant == null ? null : instant.atOffset(ZoneOffset.UTC);
    }

    private static String key(FoundBurst burst) {
        return new Place(burst.beganAt(), burst.burst()).key();
    }

    private static FoundBurst burst(ResultSet row) throws SQLException {
        Instant from = row.getObject("began_at", OffsetDateTime.class).toInstant();
        Instant to = row.getObject("ended_at", OffsetDateTime.class).toInstant();
        return new FoundBurst(
                row.getLong("burst"),
                row.getString("cart_id"),
                row.getString("item_id"),
                row.getString("sku"),
                row.getString("customer"),
                from,
                to,
                millis(from, to),
                row.getInt("commands"),
                row.getInt("changed"),
                row.getInt("refused"),
                row.getInt("replayed"),
                List.of());
    }

    /** With a fraction, down to microseconds. */
    static double millis(Instant from, Instant to) {
        return Duration.between(from, to).toNanos() / 1e6;
    }

    private static Total total(Connection view, BurstQuery query) throws SQLException {
        Sql from = from(query);
        Sql counted = Sql.of(COUNT).then(from).then(Sql.of(COUNT_TO, MOST_COUNTED + 1));
        long rows = Long.parseLong(first(view, counted));
        if (rows <= MOST_COUNTED) {
            return new Total(rows, false);
        }
        Matcher planned = PLANNED_ROWS.matcher(first(view, Sql.of(EXPLAIN).then(from)));
        return new Total(Math.max(rows, planned.find() ? Long.parseLong(planned.group(1)) : 0), true);
    }

    private static String first(Connection view, Sql sql) throws SQLException {
        try (PreparedStatement statement = sql.prepare(view);
                ResultSet row = statement.executeQuery()) {
            row.next();
            return row.getString(1);
        }
    }
}
