/** What tests of all modules need to work on a real ledger. */
@NullMarked
package io.cartledger.command.testing;

import org.jspecify.annotations.NullMarked;
