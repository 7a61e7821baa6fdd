/** Long random use of the whole service, and what has to hold at its end. */
@NullMarked
package io.cartledger.server.walk;

import org.jspecify.annotations.NullMarked;
