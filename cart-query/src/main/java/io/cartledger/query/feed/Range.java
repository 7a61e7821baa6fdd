package io.cartledger.query.feed;

/**
 * A part of the ledger, fixed as an answer begins.
 *
 * @param after the last position before it
 * @param upTo its last position; no less than {@code after}
 */
record Range(long after, long upTo) {}
