package io.cartledger.query.search;

import io.cartledger.cart.CustomerId;
import io.cartledger.cart.InvalidValueException;
import io.cartledger.cart.Sku;
import io.cartledger.query.cart.CartWords;
import io.cartledger.query.http.Parameters;
import io.cartledger.query.rows.Sql;
import io.cartledger.query.search.Listing.Span;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Which carts somebody looks for; null or empty for what does not matter.
 *
 * @param sku of one of their lines
 * @param statuses one of these
 * @param words which they have all
 * @param changedFrom the time from which on they have changed
 * @param changedTo the time before which they have
 * @param minLines how many lines they have at least
 * @param maxLines and at most
 */
record CartQuery(
        @Nullable CustomerId customer,
        @Nullable Sku sku,
        List<String> statuses,
        @Nullable String words,
        @Nullable Instant changedFrom,
        @Nullable Instant changedTo,
        @Nullable Integer minLines,
        @Nullable Integer maxLines) {

    /** Rows with the same words that are put in order: each is read for its key. */
    private static final int MOST_OF_WORDS = 1_000;

    /** Changes within a time whose carts are put in order: they are read from the index. */
    private static final int MOST_CHANGES = 5_000;

    private static final Column SKU = new Column("view_n.cart_line", "sku", "text");

    /** @throws InvalidValueException if it contradicts itself */
    CartQuery {
        Parameters.inOrder("changedFrom", changedFrom, "changedTo", changedTo);
        if (words != null && CartWords.query(words).isEmpty()) {
            throw new InvalidValueException("q", "must be at least one word", words);
        }
        notNegative("minLines", minLines);
        notNegative("maxLines", maxLines);
        if (minLines != null && maxLines != null && minLines > maxLines) {
            throw new InvalidValueException("maxLines", "must not be less than minLines", maxLines);
        }
    }

    private static void notNegative(String field, @Nullable Integer lines) {
        if (lines != null && lines < 0) {
            throw new InvalidValueException(field, "must be 0 or more", lines);
        }
    }

    boolean asksForTime() {
        return changedFrom != null || changedTo != null;
    }

    /** @param changes the positions of the changes one of which they must have, if it asks for a time */
    List<Condition> conditions(Span<Long> changes) {
        var conditions = new ArrayList<Condition>();
        if (customer != null) {
            conditions.add(Condition.is(column("customer", "text"), customer.value()));
        }
        if (!statuses.isEmpty()) {
            conditions.add(Condition.oneOf(column("status", "text"), statuses));
        }
        if (minLines != null || maxLines != null) {
            conditions.add(ofLines(minLines == null ? 0 : minLines, maxLines == null ? Integer.MAX_VALUE : maxLines));
        }
        if (words != null) {
            conditions.add(withWords(words));
        }
        if (sku != null) {
            Sql test = Sql.of(
                    "(select true from view_n.cart_line l where l.sku = ? and l.cart_id = c.cart_id limit 1)",
                    sku.value());
            conditions.add(new Condition(test, List.of(new AccessPath.Each(SKU, List.of(sku.value())))));
        }
        if (asksForTime()) {
            conditions.add(changed(changes));
        }
        return conditions;
    }

    private static Column column(String name, String type) {
        return new Column(Listing.CARTS.table(), name, type);
    }

    private static Condition ofLines(int least, int most) {
        Column lines = column("lines", "integer");
        return least == most
                ? Condition.is(lines, least)
                : new Condition(
                        Sql.of("c.lines >= ? and c.lines <= ?", least, most),
                        List.of(new AccessPath.Between(lines, least, most)));
    }

    /**
     * What is dear for each row that is looked at, or is thought to be, keeps the planner from looking at all of them: it
     * knows frequent words alone, and expects more of a rare one than there are.
     */
    private static Condition withWords(String words) {
        Sql test = Sql.of("c.words @@ ?::tsquery", CartWords.query(words));
        Sql keys = Sql.of("select c.cart_id from view_n.cart c where ")
                .then(test)
                .then(" and to_tsvector('simple', c.cart_id) is not null");
        return new Condition(test, List.of(new AccessPath.Keys(keys, MOST_OF_WORDS)));
    }

    /**
     * Compared as rows, so that the test of one cart does not look at all changes of the time. The driver makes -infinity of
     * the first time that Java has, and infinity of the last.
     */
    private Condition changed(Span<Long> changes) {
        Sql test = Sql.of("""
                (select true from view_n.change h
                 where h.cart_id is not null
                   and (h.cart_id, h.position) > (c.cart_id, ?) and (h.cart_id, h.position) < (c.cart_id, ?)
                 limit 1)
                """, changes.after(), changes.before());
        Sql keys = Sql.of(
                """
                select h.cart_id from view_n.change h
                where h.recorded_at >= ? and h.recorded_at < ? and h.cart_id is not null
                """,
                changedFrom == null ? OffsetDateTime.MIN : changedFrom.atOffset(ZoneOffset.UTC),
                changedTo == null ? OffsetDateTime.MAX : changedTo.atOffset(ZoneOffset.UTC));
        return new Condition(test, List.of(new AccessPath.Keys(keys, MOST_CHANGES)));
    }
}
