/**
 * The way of one command: through its aggregate's lock, its cached state and the append, again if the race was lost,
 * until its deadline.
 */
@NullMarked
package io.cartledger.command.dispatch;

import org.jspecify.annotations.NullMarked;
