/**
 * Who sends a request and what they may do: tokens, guests' cookies, and the one table of {@link
 * io.cartledger.server.security.Policy}. Whose a cart is, its aggregate decides.
 */
@NullMarked
package io.cartledger.server.security;

import org.jspecify.annotations.NullMarked;
