package io.cartledger.query.search;

import io.cartledger.query.generation.ViewConnection;
import io.cartledger.query.history.ChangeEntry;
import io.cartledger.query.history.ChangeRows;
import io.cartledger.query.page.Page;
import io.cartledger.query.page.PageRequest;
import io.cartledger.query.page.Total;
import io.cartledger.query.search.Listing.Span;
import io.cartledger.query.search.Search.Found;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Finds changes, the newest first. */
final class ChangeSearch {

    /** Names the list of these changes; what is looked for is in the request each time. */
    static final String LIST = "changes";

    private static final String FIRST_FROM = """
            select position
            from view_n.change
            where recorded_at >= ?
            order by recorded_at, position
            limit 1
            """;

    private ChangeSearch() {}

    /** A page with what is told of each change. */
    record ChangesFound(Page<ChangeEntry> page, Total total) {}

    /** @param personal whether what is personal is told */
    static ChangesFound find(ViewConnection view, ChangeQuery query, PageRequest request, boolean personal)
            throws SQLException {
        Span<Long> span = span(view, query.from(), query.to());
        Found<Long> found = Search.find(view, Listing.CHANGES, query.conditions(), span, request, request.number());
        Page<Long> page = found.page();
        List<ChangeEntry> entries =
                List.copyOf(ChangeRows.at(view, page.rows(), personal).values());
        return new ChangesFound(new Page<>(entries, page.previous(), page.next()), found.total());
    }

    /** Times are turned into positions, as the ledger's time never goes back. */
    static Span<Long> span(ViewConnection view, @Nullable Instant from, @Nullable Instant to) throws SQLException {
        Span<Long> all = Listing.CHANGES.all();
        Span<Long> since = from == null ? all : all.after(firstFrom(view, from) - 1);
        return to == null ? since : since.before(firstFrom(view, to));
    }

    private static long firstFrom(ViewConnection view, Instant time) throws SQLException {
        try (PreparedStatement statement = view.prepare(FIRST_FROM)) {
            statement.setObject(1, time.atOffset(ZoneOffset.UTC));
            try (ResultSet row = statement.executeQuery()) {
                return row.next() ? row.getLong("position") : Long.MAX_VALUE;
            }
        }
    }
}
