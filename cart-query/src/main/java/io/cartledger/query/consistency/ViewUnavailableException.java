package io.cartledger.query.consistency;

/** The read model's database cannot be reached, or failed. */
public final class ViewUnavailableException extends RuntimeException {

    private static final long serialVersionUID = 1L;

    /** @param cause what the database said */
    public ViewUnavailableException(Throwable cause) {
        super("the read model cannot be read", cause);
    }
}
