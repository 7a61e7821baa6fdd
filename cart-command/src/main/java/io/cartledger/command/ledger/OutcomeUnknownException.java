package io.cartledger.command.ledger;

import org.jspecify.annotations.Nullable;

/** The connection was lost while an append was under way, or its answer not understood: it may be committed, or not. */
public final class OutcomeUnknownException extends RuntimeException {

    private static final long serialVersionUID = 1L;

    OutcomeUnknownException(@Nullable Throwable cause) {
        super("it is not known what came of an append", cause);
    }
}
