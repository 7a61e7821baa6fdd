/** Read-your-writes across nodes. */
@NullMarked
package io.cartledger.server.consistency;

import org.jspecify.annotations.NullMarked;
