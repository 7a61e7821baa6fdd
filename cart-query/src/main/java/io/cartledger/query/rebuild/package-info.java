/**
 * The read model folded anew beside the one that is read: who builds it, how far it is, and in what it differs. Writes
 * {@code view.rebuild}.
 */
@NullMarked
package io.cartledger.query.rebuild;

import org.jspecify.annotations.NullMarked;
