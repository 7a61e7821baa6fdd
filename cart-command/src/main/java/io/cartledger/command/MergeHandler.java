package io.cartledger.command;

import io.cartledger.cart.CartState;
import io.cartledger.cart.Outcome;
import io.cartledger.cart.Outcome.Effect;
import io.cartledger.command.MergeDecisions.MergeDecision;
import io.cartledger.command.ledger.PendingAppend;
import java.util.List;
import org.axonframework.commandhandling.CommandHandler;
import org.axonframework.modelling.command.Aggregate;

/**
 * Two carts that become one, by one append. Both are locked, in the order of their identifiers, so that two merges of
 * the same carts cannot wait for each other.
 */
public final class MergeHandler {

    private final Carts carts;
    private final ShopRules rules;

    /** @param carts where both come from */
    public MergeHandler(Carts carts, ShopRules rules) {
        this.carts = carts;
        this.rules = rules;
    }

    /** @return the outcome with the cart that goes on */
    @CommandHandler
    Outcome<CartState> handle(MergeRequest request) throws Exception {
        Aggregate<Cart> into;
        Aggregate<Cart> from;
        if (request.into().value().compareTo(request.from().value()) < 0) {
            into = carts.load(request.into());
            from = carts.load(request.from());
        } else {
            from = carts.load(request.from());
            into = carts.load(request.into());
        }
        // In the order of the events: the cart that closes leaves its place before the one that goes on looks for one.
        CartState fromBefore = from.invoke(Cart::consider);
        CartState intoBefore = into.invoke(Cart::consider);
        return switch (new MergeDecisions(rules.cart()).decide(intoBefore, fromBefore, request)) {
            case MergeDecision.Refuse(var refusal) -> new Outcome.Refused<>(refusal);
            case MergeDecision.Nothing() -> new Outcome.Unchanged<>(intoBefore, List.of(Effect.UNCHANGED));
            case MergeDecision.Merge merge -> {
                CartState fromAfter = from.invoke(cart -> cart.happen(List.of(merge.from())));
                CartState intoAfter = into.invoke(cart -> cart.happen(List.of(merge.into())));
                PendingAppend.current().link(from.invoke(Cart::subject), into.invoke(Cart::subject));
                PendingAppend.current()
                        .move(CartMoves.ofMerge(request.from(), fromBefore, fromAfter)
                                .toMoves(rules.purchase())
                                .plus(CartMoves.ofMerge(request.into(), intoBefore, intoAfter)
                                        .toMoves(rules.purchase())));
                yield new Outcome.Changed<>(intoAfter, List.of(Effect.CHANGED));
            }
        };
    }
}
