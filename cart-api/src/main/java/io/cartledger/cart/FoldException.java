package io.cartledger.cart;

/** An event does not fit the history before it: the ledger, or whoever reads it, is wrong. Never a caller's fault. */
public final class FoldException extends IllegalStateException {

    private static final long serialVersionUID = 1L;

    /** @param message which event, and why it does not fit */
    public FoldException(String message) {
        super(message);
    }
}
