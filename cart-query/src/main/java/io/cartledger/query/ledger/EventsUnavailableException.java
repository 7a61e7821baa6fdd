package io.cartledger.query.ledger;

/** The ledger's database cannot be reached, or failed. */
public final class EventsUnavailableException extends RuntimeException {

    private static final long serialVersionUID = 1L;

    /** @param cause what the database said */
    public EventsUnavailableException(Throwable cause) {
        super("the ledger cannot be read", cause);
    }
}
