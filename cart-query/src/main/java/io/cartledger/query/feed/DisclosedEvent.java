package io.cartledger.query.feed;

import io.cartledger.ledger.EventCodec.Written;
import io.cartledger.ledger.Origin.Source;
import io.cartledger.ledger.Recorded;

/**
 * What somebody is told of an event.
 *
 * @param event in its type's newest revision, with as much in it as they may know; the origin is as the ledger has it
 * @param source what its origin has sealed, likewise
 */
record DisclosedEvent(Recorded<Written> event, Source source) {}
