package io.cartledger.query.page;

/**
 * How many rows a list has on all its pages.
 *
 * @param rows how many
 * @param estimate whether that is PostgreSQL's estimate, because there are too many to count for each page
 */
public record Total(long rows, boolean estimate) {

    /** The same, but never fewer than are known. */
    public Total atLeast(long known) {
        return new Total(Math.max(rows, known), estimate);
    }
}
