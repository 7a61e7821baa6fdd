/** Carts as they were, over HTTP: the same on every node and whenever somebody asks, and however many there are. */
@NullMarked
package io.cartledger.server.past;

import org.jspecify.annotations.NullMarked;
