package io.cartledger.command.ledger;

/** So many commands wait to be written that another would only wait as well. Nothing was written; it may be sent again. */
public final class QueueFullException extends LedgerUnavailableException {

    private static final long serialVersionUID = 1L;

    QueueFullException(String message) {
        super(message, null);
    }
}
