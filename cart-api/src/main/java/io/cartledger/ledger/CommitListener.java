package io.cartledger.ledger;

/** Is told that the ledger has grown. Must return at once and must not throw. */
@FunctionalInterface
public interface CommitListener {

    /** @param position a position that is committed, and all lower ones with it */
    void committed(long position);
}
