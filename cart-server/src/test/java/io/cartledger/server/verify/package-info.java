/** The ledger verified while the service is used. */
@NullMarked
package io.cartledger.server.verify;

import org.jspecify.annotations.NullMarked;
