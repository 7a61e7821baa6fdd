package io.cartledger.command.ledger;

import io.cartledger.cart.Excess;
import java.util.List;

/**
 * What came of the command that a key was first sent with.
 *
 * @param fingerprint of that request
 * @param aggregate whose state was answered
 * @param version that state's version
 * @param effects what each of its changes came to, by name
 * @param excess units beyond limits that were told
 */
public record KeyRecord(
        String fingerprint, AggregateKey aggregate, long version, List<String> effects, List<Excess> excess) {}
