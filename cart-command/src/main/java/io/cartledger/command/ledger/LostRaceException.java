package io.cartledger.command.ledger;

/** A command was decided on a state that is not the newest. Nothing was written; decide again. */
public final class LostRaceException extends RuntimeException {

    private static final long serialVersionUID = 1L;

    LostRaceException(AggregateKey aggregate) {
        // Part of normal work and thrown often: no stack trace.
        super(aggregate + " has moved on", null, false, false);
    }
}
