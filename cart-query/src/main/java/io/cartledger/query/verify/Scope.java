package io.cartledger.query.verify;

import io.cartledger.query.parked.Aggregate;
import io.cartledger.query.parked.ParkedJson;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.atomic.LongAdder;

/**
 * What all who walk through the ledger share. Any thread may use it.
 *
 * @param position how far the read model is that the events are compared with
 * @param parked what the read model does not have all events of, each with where it stopped
 * @param period when the period began in which check-outs count now, in Unix time
 * @param changes what is known of the rows of all changes
 * @param unfoldableCarts carts that could not be folded to their ends
 * @param unjudged owners of carts that could not be folded, and files, as {@code Customer/4421}: what is kept of them all
 *     together cannot be compared
 * @param checked counts events
 * @param carts counts carts
 * @param stopping whether nobody wants to know any more, or a part of it has failed
 */
record Scope(
        long position,
        Map<Aggregate, ParkedJson> parked,
        long period,
        ChangeSketch changes,
        Aside aside,
        Set<String> unfoldableCarts,
        Set<String> unjudged,
        Findings findings,
        LongAdder checked,
        LongAdder carts,
        Stopping stopping) {}
