package io.cartledger.ledger;

import io.cartledger.ledger.EventCodec.Written;

/** An event in the ledger is not the JSON that its type and revision promise. */
public final class UnreadableEventException extends RuntimeException {

    private static final long serialVersionUID = 1L;

    UnreadableEventException(Written written, Exception cause) {
        super("event type " + written.type() + " revision " + written.revision() + " cannot be read", cause);
    }
}
