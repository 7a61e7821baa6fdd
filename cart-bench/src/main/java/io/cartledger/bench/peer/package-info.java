/** Others that do the same work, and the handler that does none: what the service is compared with. */
@NullMarked
package io.cartledger.bench.peer;

import org.jspecify.annotations.NullMarked;
