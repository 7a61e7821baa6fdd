/** The customer's file: what the shop's people have granted one customer, and noted. Plain values and a fold, like the cart. */
@NullMarked
package io.cartledger.customer;

import org.jspecify.annotations.NullMarked;
