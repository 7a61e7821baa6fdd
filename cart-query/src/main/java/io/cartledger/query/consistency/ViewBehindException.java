package io.cartledger.query.consistency;

/** The read model did not get as far as a query asked, within the time that queries wait. */
public final class ViewBehindException extends RuntimeException {

    private static final long serialVersionUID = 1L;

    ViewBehindException() {
        // Told to the client, who may ask again: no stack trace.
        super("the read model has not got as far as asked", null, false, false);
    }
}
