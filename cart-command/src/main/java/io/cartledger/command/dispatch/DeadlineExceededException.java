package io.cartledger.command.dispatch;

import org.jspecify.annotations.Nullable;

/** A command did not come through in its time. Nothing was written; it may be sent again. */
public final class DeadlineExceededException extends RuntimeException {

    private static final long serialVersionUID = 1L;

    DeadlineExceededException(String message, @Nullable Throwable cause) {
        super(message, cause);
    }
}
