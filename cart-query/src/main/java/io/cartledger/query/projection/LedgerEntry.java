package io.cartledger.query.projection;

import io.cartledger.ledger.EventCodec.Written;
import io.cartledger.ledger.Recorded;

/**
 * An event as it stands in the ledger, with what is personal in it sealed.
 *
 * @param origin where its command came from, as JSON
 */
record LedgerEntry(Recorded<Written> recorded, String origin) {}
