/** What {@code docker-compose.yml} says, and the same as processes. */
@NullMarked
package io.cartledger.server.deploy;

import org.jspecify.annotations.NullMarked;
