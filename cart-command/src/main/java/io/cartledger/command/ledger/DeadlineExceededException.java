package io.cartledger.command.ledger;

import org.jspecify.annotations.Nullable;

/** A command did not come through in its time. Nothing was written; it may be sent again. */
public final class DeadlineExceededException extends RuntimeException {

    private static final long serialVersionUID = 1L;

    /** @param message what took so long, where */
    public DeadlineExceededException(String message, @Nullable Throwable cause) {
        super(message, cause);
    }
}
