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
 */
public record CartRequest(CartCommand command, Caller caller, Preconditions preconditions, boolean mayOpen) {}
