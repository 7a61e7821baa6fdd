package io.cartledger.query.consistency;

import org.jspecify.annotations.Nullable;

/** The read model's database cannot be reached, or failed. */
public final class ViewUnavailableException extends RuntimeException {

    private static final long serialVersionUID = 1L;

    /** @param cause what the database said; null if nobody has asked it yet */
    public ViewUnavailableException(@Nullable Throwable cause) {
        super("the read model cannot be read", cause);
    }
}
