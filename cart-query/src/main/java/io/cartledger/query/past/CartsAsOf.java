package io.cartledger.query.past;

import io.cartledger.cart.CartEvent;
import io.cartledger.cart.CartId;
import io.cartledger.cart.CartState;
import io.cartledger.http.CartJson;
import io.cartledger.ledger.Recorded;
import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import tools.jackson.databind.json.JsonMapper;

/** All carts as they were, in the order of their identifiers' bytes; no more of them in memory than one. Any thread may use it. */
final class CartsAsOf {

    private static final int BUFFER = 1 << 14; // bytes

    private final CartEventPages events;
    private final JsonMapper json;

    CartsAsOf(CartEventPages events, JsonMapper json) {
        this.events = events;
        this.json = json;
    }

    /**
     * Writes each on a line of its own, as soon as its last event is known.
     *
     * @param position the last that counts
     * @throws IOException if they cannot be written
     */
    void write(long position, OutputStream out) throws IOException {
        var lines = new BufferedOutputStream(out, BUFFER);
        String cartId = "";
        CartState cart = CartState.NONE;
        for (Recorded<CartEvent> event : events.byCart(position)) {
            if (!event.aggregateId().equals(cartId)) {
                write(cartId, cart, lines);
                cartId = event.aggregateId();
                cart = CartState.NONE;
            }
            cart = cart.apply(event.sequenceNumber(), event.event());
        }
        write(cartId, cart, lines);
        lines.flush();
    }

    private void write(String cartId, CartState cart, OutputStream lines) throws IOException {
        if (cart.exists()) {
            lines.write(json.writeValueAsBytes(CartJson.of(new CartId(cartId), cart)));
            lines.write('\n');
        }
    }
}
