package io.cartledger.query.feed;

/** As many read the feed from this node as it lets. */
public final class FeedBusyException extends RuntimeException {

    private static final long serialVersionUID = 1L;

    FeedBusyException() {
        // Told to the client, who may ask again: no stack trace.
        super("as many read the feed as may at once", null, false, false);
    }
}
