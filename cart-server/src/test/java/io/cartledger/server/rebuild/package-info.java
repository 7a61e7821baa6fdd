/** The read model folded anew while the service is used, and while it is killed. */
@NullMarked
package io.cartledger.server.rebuild;

import org.jspecify.annotations.NullMarked;
