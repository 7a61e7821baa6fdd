/** What is left after {@code kill -9}. */
@NullMarked
package io.cartledger.server.kill;

import org.jspecify.annotations.NullMarked;
