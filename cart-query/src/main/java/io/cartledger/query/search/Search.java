package io.cartledger.query.search;

import io.cartledger.query.generation.ViewConnection;
import io.cartledger.query.page.Page;
import io.cartledger.query.page.PageRequest;
import io.cartledger.query.page.Total;
import io.cartledger.query.rows.Sql;
import io.cartledger.query.search.Listing.Span;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Finds the keys of rows of which some conditions hold, a page at a time and in order.
 *
 * <p>The rows of the condition that the planner takes for the narrowest are gone through in the order of the list, by an
 * index over its column and the key, and the other conditions are tested on each. How many are tested for a page has
 * a bound: where it is reached, the page has fewer rows than asked for, and says from where to go on.
 */
final class Search<K extends Comparable<K>> {

    /** Rows that are tested for a page at most. */
    static final int MOST_LOOKED_AT = 1_000;

    /** Up to here the total is counted. */
    static final int MOST_COUNTED = 1_000;

    /** The same where each row that is counted is looked up to be tested. */
    static final int MOST_TESTED = 500;

    /** Of so many rows it is taken which part of the others is wanted, where there seem to be too many to be counted. */
    private static final int SAMPLE = 200;

    private static final long WELL_ABOVE = 2;
    private static final long SMALL_PART = 50;
    private static final int GROWTH = 4;

    private final ViewConnection view;
    private final Listing<K> listing;
    private final List<Condition> conditions;
    private final Span<K> span;
    private final Map<AccessPath, Long> estimates = new HashMap<>();

    private Search(ViewConnection view, Listing<K> listing, List<Condition> conditions, Span<K> span) {
        this.view = view;
        this.listing = listing;
        this.conditions = conditions;
        this.span = span;
    }

    /** Keys in the order of the list, and how many there are on all pages. */
    record Found<K>(Page<K> page, Total total) {}

    /**
     * @param way by which the source was opened
     * @param others what the source does not see to
     */
    private record Plan<K extends Comparable<K>>(AccessPath way, KeySource<K> source, List<Condition> others) {

        boolean tests() {
            return !others.isEmpty();
        }

        Sql test() {
            return Condition.all(others);
        }
    }

    private record Row<K>(K key, boolean wanted) {}

    private record Walk<K>(List<K> wanted, Optional<K> end) {}

    /** @param span the part of the list that is searched */
    static <K extends Comparable<K>> Found<K> find(
            ViewConnection view,
            Listing<K> listing,
            List<Condition> conditions,
            Span<K> span,
            PageRequest request,
            Optional<K> key)
            throws SQLException {
        return new Search<>(view, listing, conditions, span).find(request, key);
    }

    private Found<K> find(PageRequest request, Optional<K> key) throws SQLException {
        Plan<K> plan = plan();
        boolean ascending = listing.newestFirst() == request.backwards();
        Span<K> rest = key.map(from -> ascending ? span.after(from) : span.before(from))
                .orElse(span);
        Walk<K> walk = walk(plan, rest, ascending, request.rowsToRead());
        Page<K> page = request.page(walk.wanted(), Object::toString, walk.end().map(Object::toString));
        boolean whole = key.isEmpty() && page.next().isEmpty();
        // More are known of where the page is full and another follows.
        int known = page.rows().size() + (page.next().isPresent() && walk.end().isEmpty() ? 1 : 0);
        return new Found<>(page, whole ? new Total(known, false) : total(plan).atLeast(known));
    }

    private Plan<K> plan() throws SQLException {
        for (Condition condition : narrowestFirst()) {
            for (AccessPath way : condition.ways()) {
                Optional<KeySource<K>> source = isTooWide(way) ? Optional.empty() : way.open(view, listing, span);
                if (source.isPresent()) {
                    List<Condition> others = conditions.stream()
                            .filter(other -> !other.equals(condition))
                            .toList();
                    return new Plan<>(way, source.get(), others);
                }
            }
        }
        return new Plan<>(new AccessPath.All(), new KeySource.All<>(listing), conditions);
    }

    /**
     * Whether keys would only be read to find that there are too many: of a word that is frequent PostgreSQL makes a bitmap
     * first. Of words that are not among the most frequent it knows nothing, and expects a part of the table that grows with
     * it; so what is expected to be a small part is looked for all the same.
     */
    private boolean isTooWide(AccessPath way) throws SQLException {
        return way instanceof AccessPath.Keys keys
                && estimate(keys) > WELL_ABOVE * keys.most()
                && estimate(keys) > estimate(new AccessPath.All()) / SMALL_PART;
    }

    private List<Condition> narrowestFirst() throws SQLException {
        List<Condition> found = conditions.stream()
                .filter(condition -> !condition.ways().isEmpty())
                .toList();
        if (found.size() < 2) {
            return found;
        }
        var rows = new HashMap<Condition, Long>();
        for (Condition condition : found) {
            rows.put(condition, estimate(condition.ways().getFirst()));
        }
        return found.stream()
                .sorted(Comparator.comparing(condition -> rows.getOrDefault(condition, 0L)))
                .toList();
    }

    /** More at a time the longer it takes, so that what is rare costs few statements and what is frequent few rows. */
    private Walk<K> walk(Plan<K> plan, Span<K> from, boolean ascending, int wantedRows) throws SQLException {
        var wanted = new ArrayList<K>();
        Span<K> rest = from;
        int left = MOST_LOOKED_AT;
        int part = plan.tests() ? 2 * wantedRows : wantedRows;
        while (true) {
            List<Row<K>> rows = rows(plan.source().some(rest, plan.test(), ascending, part), ascending);
            for (Row<K> row : rows) {
                if (row.wanted()) {
                    wanted.add(row.key());
                }
                if (wanted.size() == wantedRows) {
                    return new Walk<>(wanted, Optional.empty());
                }
            }
            if (rows.size() < part) {
                return new Walk<>(wanted, Optional.empty());
            }
            K last = rows.getLast().key();
            left -= rows.size();
            if (left <= 0) {
                return new Walk<>(wanted, Optional.of(last));
            }
            rest = ascending ? rest.after(last) : rest.before(last);
            part = Math.min(part * GROWTH, left);
        }
    }

    private List<Row<K>> rows(Sql sql, boolean ascending) throws SQLException {
        try (PreparedStatement statement = sql.prepare(view);
                ResultSet row = statement.executeQuery()) {
            var rows = new ArrayList<Row<K>>();
            while (row.next()) {
                rows.add(new Row<>(listing.parse().apply(row.getString("key")), row.getBoolean("wanted")));
            }
            Comparator<Row<K>> order = Comparator.comparing(Row::key);
            rows.sort(ascending ? order : order.reversed());
            return rows;
        }
    }

    /** What was counted; where there is more than is counted, as many of the rows that the planner expects as of those. */
    private Total total(Plan<K> plan) throws SQLException {
        int most = mostCounted(plan);
        Sql sql = Sql.of("select count(*), count(*) filter (where s.wanted) from (")
                .then(plan.source().some(span, plan.test(), !listing.newestFirst(), most + 1))
                .then(") s");
        try (PreparedStatement statement = sql.prepare(view);
                ResultSet row = statement.executeQuery()) {
            row.next();
            long counted = row.getLong(1);
            long wanted = row.getLong(2);
            if (counted <= most) {
                return new Total(wanted, false);
            }
            return new Total(Math.max(wanted, Math.round((double) estimate(plan.way()) * wanted / counted)), true);
        }
    }

    private int mostCounted(Plan<K> plan) throws SQLException {
        if (!plan.tests()) {
            return MOST_COUNTED;
        }
        return estimate(plan.way()) > MOST_TESTED ? SAMPLE : MOST_TESTED;
    }

    private long estimate(AccessPath way) throws SQLException {
        Long known = estimates.get(way);
        if (known != null) {
            return known;
        }
        long rows = way.rows(listing, span).expectedRows(view);
        estimates.put(way, rows);
        return rows;
    }
}
