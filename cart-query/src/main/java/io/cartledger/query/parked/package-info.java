/**
 * Carts and customers' files of which an event could not be folded: they wait, the others go on. Writes {@code
 * view_n.parked}.
 */
@NullMarked
package io.cartledger.query.parked;

import org.jspecify.annotations.NullMarked;
