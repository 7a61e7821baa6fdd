/** Puts the service together: which parts run here, and what they are configured with. */
@NullMarked
package io.cartledger.server;

import org.jspecify.annotations.NullMarked;
