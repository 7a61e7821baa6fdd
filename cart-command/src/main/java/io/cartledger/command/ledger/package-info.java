/**
 * The ledger as the command side sees it: what a command wants to append, the one function that appends it, and Axon's
 * storage engine over both. Writes {@code ledger.event}, {@code ledger.command_key}, {@code ledger.open_cart}, {@code
 * ledger.limit_use} and {@code ledger.allowance} through {@code ledger.append} alone, which holds {@code
 * ledger.append_lock}; and {@code work.sweep} and {@code work.snapshot}.
 */
@NullMarked
package io.cartledger.command.ledger;

import org.jspecify.annotations.NullMarked;
