/**
 * Carts as they were: one in a version or at an instant, the difference between two of those, and all carts at an
 * instant. Folded from the ledger itself, which answers the same at any later time and on every node. Writes no table.
 */
@NullMarked
package io.cartledger.query.past;

import org.jspecify.annotations.NullMarked;
