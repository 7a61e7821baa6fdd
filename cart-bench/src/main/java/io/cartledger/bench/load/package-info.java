/** The load generator, a process of its own: its client, what it asks for, and what it measures. */
@NullMarked
package io.cartledger.bench.load;

import org.jspecify.annotations.NullMarked;
