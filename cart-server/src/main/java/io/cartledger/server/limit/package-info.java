/** How many requests are taken of whom. Buckets live in the node's memory: a node that is new begins with full ones. */
@NullMarked
package io.cartledger.server.limit;

import org.jspecify.annotations.NullMarked;
