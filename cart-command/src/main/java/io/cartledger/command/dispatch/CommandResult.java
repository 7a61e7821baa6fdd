package io.cartledger.command.dispatch;

import io.cartledger.cart.Outcome;
import io.cartledger.command.ledger.Receipt;
import java.util.Optional;

/**
 * What a command came to, for good.
 *
 * @param outcome what the cart says; if it is {@link Outcome.Changed}, that is committed
 * @param receipt where in the ledger the cart stands after it; empty if there is no cart
 */
public record CommandResult(Outcome outcome, Optional<Receipt> receipt) {}
