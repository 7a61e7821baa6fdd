package io.cartledger.command.ledger;

/** What became of one member of a batch. */
sealed interface AppendResult {

    record Committed(Receipt receipt) implements AppendResult {}

    /** An aggregate had moved on. Nothing of this member was written. */
    record Lost() implements AppendResult {}
}
