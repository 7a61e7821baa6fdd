package io.cartledger.command.ledger;

import org.jspecify.annotations.Nullable;

/** The connection was lost while an append was under way: it may be committed, or not. */
public final class OutcomeUnknownException extends RuntimeException {

    private static final long serialVersionUID = 1L;

    OutcomeUnknownException(@Nullable Throwable cause) {
        super("the connection to the ledger was lost during an append", cause);
    }
}
