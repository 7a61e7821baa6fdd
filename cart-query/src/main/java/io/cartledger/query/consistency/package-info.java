/** How queries see at least what their caller has done: how far the read model has got, and waiting for it. Writes no table. */
@NullMarked
package io.cartledger.query.consistency;

import org.jspecify.annotations.NullMarked;
