/**
 * Follows the ledger by position and folds what it reads into the read model. Reads {@code ledger.event}; writes
 * {@code view_n.progress}; what becomes of a cart is written by {@code io.cartledger.query.cart}.
 */
@NullMarked
package io.cartledger.query.projection;

import org.jspecify.annotations.NullMarked;
