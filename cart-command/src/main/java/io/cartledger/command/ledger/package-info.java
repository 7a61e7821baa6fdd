/**
 * The ledger as the command side sees it: what a command wants to append, the one function that appends it, and Axon's
 * storage engine over both. Reads {@code ledger.event}; writes it through {@code ledger.append} alone, which holds {@code ledger.append_lock}.
 */
@NullMarked
package io.cartledger.command.ledger;

import org.jspecify.annotations.NullMarked;
