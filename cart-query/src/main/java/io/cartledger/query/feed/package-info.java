/**
 * The feed: all that has happened, in the order in which it was committed, to follow from any place in it. Reads the
 * ledger by {@link io.cartledger.query.ledger.EventSource}; writes no table.
 */
@NullMarked
package io.cartledger.query.feed;

import org.jspecify.annotations.NullMarked;
