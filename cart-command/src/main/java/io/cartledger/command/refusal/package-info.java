/**
 * What was refused, for support: noted beside the commands and never in their way. Writes {@code ledger.refusal} and
 * {@code ledger.refusal_count}, through {@code ledger.record_refusals} alone.
 */
@NullMarked
package io.cartledger.command.refusal;

import org.jspecify.annotations.NullMarked;
