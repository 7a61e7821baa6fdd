/** The feed, as it is followed by somebody who is interrupted, and as fast as it can be. */
@NullMarked
package io.cartledger.server.feed;

import org.jspecify.annotations.NullMarked;
