package io.cartledger.ledger;

/** The keys of what is sealed could not be reached. Nothing was written; it may be tried again. */
public final class VaultUnavailableException extends RuntimeException {

    private static final long serialVersionUID = 1L;

    /** @param cause what the vault's database said */
    public VaultUnavailableException(Throwable cause) {
        super("the keys of what is sealed cannot be reached", cause);
    }
}
