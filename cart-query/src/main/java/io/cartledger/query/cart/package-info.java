/** A cart as it is now: its tables in the read model, and the routes that read it. Writes {@code view_n.cart}, {@code view_n.cart_line} and {@code view_n.open_cart}. */
@NullMarked
package io.cartledger.query.cart;

import org.jspecify.annotations.NullMarked;
