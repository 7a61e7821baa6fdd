/** The ledger as the query side reads it: all reading of events goes through here. Reads {@code ledger.event} and {@code ledger.refusal}; writes no table. */
@NullMarked
package io.cartledger.query.ledger;

import org.jspecify.annotations.NullMarked;
