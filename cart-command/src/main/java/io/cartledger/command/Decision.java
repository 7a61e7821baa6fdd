package io.cartledger.command;

import io.cartledger.cart.CartEvent;
import io.cartledger.cart.Refusal;
import java.util.List;

/** What a cart makes of a command, before anything has happened. */
sealed interface Decision {

    /** @param events what is to happen, in order; none where there is nothing to do */
    record Accept(List<CartEvent> events) implements Decision {}

    record Refuse(Refusal refusal) implements Decision {}

    static Decision accept(CartEvent... events) {
        return new Accept(List.of(events));
    }
}
