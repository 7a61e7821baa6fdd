/** Readers that follow the ledger by position while processes append to it and are killed. */
@NullMarked
package io.cartledger.server.follow;

import org.jspecify.annotations.NullMarked;
