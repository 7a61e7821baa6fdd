/** Bursts over HTTP: what comes at once is found and shown soon after. */
@NullMarked
package io.cartledger.server.burst;

import org.jspecify.annotations.NullMarked;
