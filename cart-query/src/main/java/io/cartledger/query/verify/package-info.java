/**
 * Whether the ledger is whole, and everything that is derived from its events equals what folding them gives. Writes no
 * table; what is put aside is in temporary ones.
 */
@NullMarked
package io.cartledger.query.verify;

import org.jspecify.annotations.NullMarked;
