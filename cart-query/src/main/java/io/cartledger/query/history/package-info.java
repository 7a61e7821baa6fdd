/**
 * Every change that there has ever been, one row an event: when, what, by whom and from where. Writes {@code
 * view_1.change}.
 */
@NullMarked
package io.cartledger.query.history;

import org.jspecify.annotations.NullMarked;
