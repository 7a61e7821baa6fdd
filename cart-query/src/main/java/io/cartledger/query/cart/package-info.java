/** A cart as it is now: its tables in the read model, and the routes that read it. Writes {@code view_n.cart}, {@code view_n.cart_line}, {@code view_n.open_cart} and {@code view_n.place_move}. */
@NullMarked
package io.cartledger.query.cart;

import org.jspecify.annotations.NullMarked;
