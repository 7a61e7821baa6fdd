package io.cartledger.query.page;

/**
 * How many rows a list has on all its pages.
 *
 * @param rows how many
 * @param estimate whether that is PostgreSQL's estimate, because there are too many to count for each page
 */
public record Total(long rows, boolean estimate) {}
