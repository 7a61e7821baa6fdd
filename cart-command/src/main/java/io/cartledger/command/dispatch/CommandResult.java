package io.cartledger.command.dispatch;

import io.cartledger.cart.Excess;
import io.cartledger.cart.Outcome;
import io.cartledger.cart.Refusal;
import io.cartledger.command.ledger.Receipt;
import java.util.List;
import java.util.Optional;

/**
 * What a command came to, for good.
 *
 * @param <S> the state of the aggregate that answers
 * @param aggregateId which one answers, for example the cart behind {@code /me/cart}
 * @param outcome what it says; if it is {@link Outcome.Changed}, that is committed
 * @param receipt where in the ledger it stands after it; empty if nothing has ever happened to it
 * @param excess units beyond purchase limits that came with the command, unchecked
 * @param replayed whether this is the first answer again, because the key was sent before
 */
public record CommandResult<S>(
        String aggregateId, Outcome<S> outcome, Optional<Receipt> receipt, List<Excess> excess, boolean replayed) {

    static <S> CommandResult<S> refused(String aggregateId, Refusal refusal) {
        return new CommandResult<>(aggregateId, new Outcome.Refused<>(refusal), Optional.empty(), List.of(), false);
    }
}
