/**
 * How an event is written down: its stable type name, its revision, its JSON, and where it stands once it is recorded.
 * Knows no particular aggregate, no Spring, no Axon, no SQL.
 */
@NullMarked
package io.cartledger.ledger;

import org.jspecify.annotations.NullMarked;
