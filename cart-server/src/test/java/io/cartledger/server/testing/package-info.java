/** The service as tests run it: real processes, real HTTP. */
@NullMarked
package io.cartledger.server.testing;

import org.jspecify.annotations.NullMarked;
