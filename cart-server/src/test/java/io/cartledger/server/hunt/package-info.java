/** Looking for lost updates: two nodes, few carts, many clients, and kills. */
@NullMarked
package io.cartledger.server.hunt;

import org.jspecify.annotations.NullMarked;
