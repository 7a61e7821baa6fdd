package io.cartledger.query.burst;

import io.cartledger.query.generation.ViewConnection;
import io.cartledger.query.http.IpRange;
import io.cartledger.query.page.Page;
import io.cartledger.query.page.PageRequest;
import io.cartledger.query.page.Total;
import io.cartledger.query.rows.Sql;
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
            and b.burst in (select c.burst from view.burst_command c where c.ip >= ?::inet and c.ip <= ?::inet)
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

    private BurstSearch() {}

    /** A page of them, and how many there are on all. */
    record BurstsFound(Page<FoundBurst> page, Total total) {}

    /** @param personal whether what is personal is told */
    static BurstsFound find(ViewConnection view, BurstQuery query, PageRequest request, boolean personal)
            throws SQLException {
        // One snapshot: a late command may join two bursts while they are read.
        view.jdbc().setTransactionIsolation(Connection.TRANSACTION_REPEATABLE_READ);
        view.jdbc().setAutoCommit(false);
        var read = new ArrayList<FoundBurst>();
        try (PreparedStatement statement = page(query, request).prepare(view);
                ResultSet row = statement.executeQuery()) {
            while (row.next()) {
                read.add(burst(row));
            }
        }
        Page<FoundBurst> page = request.page(read, BurstSearch::key);
        Map<Long, List<FoundBurst.FoundCommand>> commands = FoundCommands.of(view.jdbc(), page.rows(), personal);
        return new BurstsFound(
                page.map(burst -> burst.with(commands.getOrDefault(burst.burst(), List.of()))), total(view, query));
    }

    /** What reads a page. */
    static Sql page(BurstQuery query, PageRequest request) {
        Sql wanted = Sql.of(COLUMNS).then(from(query));
        Sql there = request.key()
                .map(BurstKey::parse)
                .map(place -> wanted.then(Sql.of(
                        request.backwards() ? NEWER : OLDER, place.beganAt().atOffset(ZoneOffset.UTC), place.burst())))
                .orElse(wanted);
        return there.then(Sql.of(request.backwards() ? OLDEST_FIRST : NEWEST_FIRST, request.rowsToRead()));
    }

    private static Sql from(BurstQuery query) {
        IpRange range = query.ip();
        return Sql.of(FROM)
                .thenIf(" and b.cart_id = ?\n", text(query.cart()))
                .thenIf(" and b.sku = ?\n", text(query.sku()))
                .thenIf(" and b.customer = ?\n", text(query.customer()))
                .thenIf(" and b.commands >= ?\n", query.minCommands())
                .thenIf(" and b.began_at >= ?\n", time(query.from()))
                .thenIf(" and b.began_at < ?\n", time(query.to()))
                .then(range == null ? Sql.NOTHING : Sql.of(CAME_FROM, range.first(), range.last()))
                .thenIf(CAME_IN, query.session());
    }

    private static @Nullable String text(@Nullable Object value) {
        return value == null ? null : value.toString();
    }

    private static @Nullable OffsetDateTime time(@Nullable Instant instant) {
        return instant == null ? null : instant.atOffset(ZoneOffset.UTC);
    }

    private static String key(FoundBurst burst) {
        return new BurstKey(burst.beganAt(), burst.burst()).key();
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

    private static Total total(ViewConnection view, BurstQuery query) throws SQLException {
        Sql from = from(query);
        Sql counted = Sql.of(COUNT).then(from).then(COUNT_TO, MOST_COUNTED + 1);
        try (PreparedStatement statement = counted.prepare(view);
                ResultSet row = statement.executeQuery()) {
            row.next();
            long rows = row.getLong(1);
            return rows <= MOST_COUNTED
                    ? new Total(rows, false)
                    : new Total(
                            Math.max(rows, Sql.of("select b.burst ").then(from).expectedRows(view)), true);
        }
    }
}
