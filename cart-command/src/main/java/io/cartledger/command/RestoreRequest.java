package io.cartledger.command;

import io.cartledger.cart.Caller;
import io.cartledger.cart.CartCommand.RestoreCart;
import io.cartledger.http.Preconditions;

/**
 * A restoration as it reaches its cart.
 *
 * @param caller who sends it, and so which carts there are for it
 * @param preconditions in which versions of the cart it is to be carried out
 */
public record RestoreRequest(RestoreCart command, Caller caller, Preconditions preconditions) {}
