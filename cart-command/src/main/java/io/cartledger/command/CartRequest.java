package io.cartledger.command;

import io.cartledger.cart.Caller;
import io.cartledger.cart.CartCommand;
import io.cartledger.http.Preconditions;

/**
 * A command as it reaches its cart.
 *
 * @param caller who sends it, and so which carts there are for it
 * @param preconditions in which versions of the cart it is to be carried out
 * @param mayOpen whether it may make the cart, where there is none: for trusted callers, and for identifiers that this
 *     service has just made up
 * @param onlyOpen whether it is meant for the cart only while that is open: for what was sent to an owner's open cart
 */
public record CartRequest(
        CartCommand command, Caller caller, Preconditions preconditions, boolean mayOpen, boolean onlyOpen) {

    /** One for a cart in whatever status. */
    public CartRequest(CartCommand command, Caller caller, Preconditions preconditions, boolean mayOpen) {
        this(command, caller, preconditions, mayOpen, false);
    }

    /** The same for the cart only while it is open. */
    public CartRequest whileOpen() {
        return new CartRequest(command, caller, preconditions, mayOpen, true);
    }
}
