package io.cartledger.command.ledger;

import io.cartledger.cart.Excess;
import java.util.List;

/** What became of one member of a batch. */
sealed interface AppendResult {

    /** @param excess units beyond limits that were not checked */
    record Committed(Receipt receipt, List<Excess> excess) implements AppendResult {}

    /** Nothing of this member was written. */
    record Lost(AppendLostException cause) implements AppendResult {}
}
