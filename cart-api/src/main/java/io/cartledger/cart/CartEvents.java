package io.cartledger.cart;

import io.cartledger.cart.CartEvent.CartAbandoned;
import io.cartledger.cart.CartEvent.CartCheckedOut;
import io.cartledger.cart.CartEvent.CartClaimed;
import io.cartledger.cart.CartEvent.CartCleared;
import io.cartledger.cart.CartEvent.CartMerged;
import io.cartledger.cart.CartEvent.CartOpened;
import io.cartledger.cart.CartEvent.CartRestored;
import io.cartledger.cart.CartEvent.ItemAdded;
import io.cartledger.cart.CartEvent.ItemRemoved;
import io.cartledger.cart.CartEvent.LineCorrected;
import io.cartledger.cart.CartEvent.LinesAbsorbed;
import io.cartledger.cart.CartEvent.QuantityChanged;
import io.cartledger.ledger.EventCodec;
import io.cartledger.ledger.EventCodec.EventType;
import java.util.List;
import tools.jackson.databind.node.ObjectNode;

/** How a cart's events are stored: the one place that knows their names and revisions. */
public final class CartEvents {

    /** What {@code ledger.event.aggregate_type} says of a cart's events. */
    public static final String AGGREGATE_TYPE = "Cart";

    /** Writes and reads every revision of every event that a cart has ever had. */
    public static final EventCodec<CartEvent> CODEC = new EventCodec<>(List.of(
            new EventType<>("CartOpened", CartOpened.class, List.of(CartEvents::asItWas)),
            new EventType<>("ItemAdded", ItemAdded.class, List.of(CartEvents::skuBecomesItem)),
            new EventType<>(QuantityChanged.class),
            new EventType<>(ItemRemoved.class),
            new EventType<>(CartCleared.class),
            new EventType<>(CartClaimed.class),
            new EventType<>(LinesAbsorbed.class),
            new EventType<>(CartMerged.class),
            new EventType<>(CartCheckedOut.class),
            new EventType<>(CartAbandoned.class),
            new EventType<>(LineCorrected.class),
            new EventType<>(CartRestored.class)));

    private CartEvents() {}

    /** Revision 1 of {@code CartOpened} knew no guests: what it says is right. */
    private static ObjectNode asItWas(ObjectNode event) {
        return event;
    }

    /** Revision 1 of {@code ItemAdded} knew no options: {@code {"sku":…}} where revision 2 has {@code {"item":{"sku":…,"options":…}}}. */
    private static ObjectNode skuBecomesItem(ObjectNode event) {
        event.putObject("item").set("sku", event.remove("sku"));
        return event;
    }
}
