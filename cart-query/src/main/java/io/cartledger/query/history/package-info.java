/**
 * Every change that there has ever been, one row an event: when, what, by whom and from where. Writes {@code
 * view_n.change} and {@code view_n.change_line}.
 */
@NullMarked
package io.cartledger.query.history;

import org.jspecify.annotations.NullMarked;
