package io.cartledger.query.past;

import io.cartledger.cart.CartEvents;
import io.cartledger.cart.CartId;
import io.cartledger.cart.CartState;
import io.cartledger.http.CartJson;
import io.cartledger.ledger.EventCodec.Written;
import io.cartledger.ledger.Recorded;
import io.cartledger.query.past.UnreadableCart.Unreadable;
import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import tools.jackson.databind.json.JsonMapper;

/** All carts as they were, in the order of their identifiers' bytes; no more of them in memory than one. Any thread may use it. */
final class CartsAsOf {

    private static final Logger LOG = LoggerFactory.getLogger(CartsAsOf.class);
    private static final int BUFFER = 1 << 14; // bytes

    private final CartEventPages events;
    private final JsonMapper json;

    CartsAsOf(CartEventPages events, JsonMapper json) {
        this.events = events;
        this.json = json;
    }

    /**
     * Writes each on a line of its own, as soon as its last event is known. Of one with an event that this software cannot
     * fold the line says so: the others go on.
     *
     * @param position the last that counts
     * @throws IOException if they cannot be written
     */
    void write(long position, OutputStream out) throws IOException {
        var lines = new BufferedOutputStream(out, BUFFER);
        String cartId = "";
        CartState cart = CartState.NONE;
        Unreadable unreadable = null;
        int faults = 0;
        for (Recorded<Written> event : events.byCart(position)) {
            if (!event.aggregateId().equals(cartId)) {
                write(cartId, cart, unreadable, lines);
                cartId = event.aggregateId();
                cart = CartState.NONE;
                unreadable = null;
            }
            if (unreadable == null) {
                try {
                    cart = cart.apply(event.sequenceNumber(), CartEvents.CODEC.read(event.event()));
                } catch (RuntimeException e) {
                    if (faults++ == 0) {
                        LOG.warn("Cart {} cannot be folded from position {} on", cartId, event.position(), e);
                    }
                    unreadable = new Unreadable(event.sequenceNumber(), event.position());
                }
            }
        }
        write(cartId, cart, unreadable, lines);
        lines.flush();
        if (faults > 1) {
            LOG.warn("{} carts cannot be folded up to position {}", faults, position);
        }
    }

    private void write(String cartId, CartState cart, @Nullable Unreadable unreadable, OutputStream lines)
            throws IOException {
        if (unreadable != null) {
            write(new UnreadableCart(cartId, unreadable), lines);
        } else if (cart.exists()) {
            write(CartJson.of(new CartId(cartId), cart), lines);
        }
    }

    private void write(Object line, OutputStream lines) throws IOException {
        lines.write(json.writeValueAsBytes(line));
        lines.write('\n');
    }
}
