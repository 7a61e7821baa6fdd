package io.cartledger.command.ledger;

import org.jspecify.annotations.Nullable;

/** The ledger could not be reached or did not take the append in time. Nothing was written. */
public sealed class LedgerUnavailableException extends RuntimeException permits QueueFullException {

    private static final long serialVersionUID = 1L;

    LedgerUnavailableException(String message, @Nullable Throwable cause) {
        super(message, cause);
    }
}
