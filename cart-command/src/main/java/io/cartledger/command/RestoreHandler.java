package io.cartledger.command;

import io.cartledger.cart.CartId;
import io.cartledger.cart.CartState;
import io.cartledger.cart.Outcome;
import io.cartledger.cart.Refusal;
import java.util.Optional;
import org.axonframework.commandhandling.CommandHandler;
import org.axonframework.modelling.command.Aggregate;

/** A cart that gets the lines of an earlier version again. That version is looked up only for whom the cart is. */
public final class RestoreHandler {

    private final Carts carts;
    private final Past past;
    private final ShopRules rules;

    /** Knows what carts were. */
    public interface Past {
        /** @param version one that the cart has had */
        CartState asOf(CartId cartId, long version);
    }

    /**
     * @param carts where the cart comes from
     * @param past where what it was comes from
     */
    public RestoreHandler(Carts carts, Past past, ShopRules rules) {
        this.carts = carts;
        this.past = past;
        this.rules = rules;
    }

    /** @return the outcome with the cart after it */
    @CommandHandler
    Outcome<CartState> handle(RestoreRequest request) throws Exception {
        var command = request.command();
        Aggregate<Cart> cart = carts.load(command.cartId());
        CartState before = cart.invoke(Cart::consider);
        Optional<Refusal> refusal = RestoreDecisions.whyNot(before, request);
        if (refusal.isPresent()) {
            return new Outcome.Refused<>(refusal.get());
        }
        CartState earlier = past.asOf(command.cartId(), command.version());
        return cart.invoke(loaded ->
                loaded.carryOut(command, new RestoreDecisions(rules.cart()).decide(before, earlier, command)));
    }
}
