/**
 * Whether the ledger is whole, and everything that is derived from its events equals what folding them gives. Writes no
 * table but temporary ones.
 */
@NullMarked
package io.cartledger.query.verify;

import org.jspecify.annotations.NullMarked;
