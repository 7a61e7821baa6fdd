package io.cartledger.command;

import io.cartledger.cart.CartId;
import java.util.function.Function;
import org.axonframework.modelling.command.Aggregate;
import org.axonframework.modelling.command.Repository;

/**
 * Where handlers get carts from that are not their own.
 *
 * @param repository loads those that there are
 * @param newCart makes one that nothing has happened to
 */
public record Carts(Repository<Cart> repository, Function<CartId, Cart> newCart) {

    /** The cart, locked until the command ends. */
    Aggregate<Cart> load(CartId cartId) throws Exception {
        return repository.loadOrCreate(Cart.key(cartId).toString(), () -> newCart.apply(cartId));
    }
}
