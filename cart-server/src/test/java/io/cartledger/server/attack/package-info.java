/** Attacks: what is sent, how it is refused, and that nothing has happened. */
@NullMarked
package io.cartledger.server.attack;

import org.jspecify.annotations.NullMarked;
