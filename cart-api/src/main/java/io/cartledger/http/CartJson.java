package io.cartledger.http;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonPropertyOrder;
import io.cartledger.cart.CartId;
import io.cartledger.cart.CartState;
import io.cartledger.cart.CartStatus;
import io.cartledger.cart.CustomerId;
import io.cartledger.cart.Excess;
import io.cartledger.cart.GuestId;
import io.cartledger.cart.ItemId;
import io.cartledger.cart.Line;
import io.cartledger.cart.OrderReference;
import io.cartledger.cart.Quantity;
import io.cartledger.cart.Sku;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * A cart as every answer shows it.
 *
 * @param cartId left out for a cart that nobody has opened yet, which is empty
 * @param version grows by one with every event; also the answer's {@code ETag}
 * @param customer whose cart it is, if it is a customer's
 * @param guest whose cart it is, if it is a guest's
 * @param orderReference the order that it has become, if it is checked out
 * @param mergedInto the cart that has its lines, if it was merged
 * @param units on all lines
 * @param lines in the order in which they appeared
 * @param excess in the answer to a command: units beyond purchase limits that it brought or left unchecked, if there are any
 */
@JsonInclude(JsonInclude.Include.NON_NULL)
@JsonPropertyOrder({
    "cartId",
    "version",
    "status",
    "customer",
    "guest",
    "orderReference",
    "mergedInto",
    "units",
    "lines",
    "excess"
})
public record CartJson(
        @Nullable CartId cartId,
        long version,
        CartStatus status,
        @Nullable CustomerId customer,
        @Nullable GuestId guest,
        @Nullable OrderReference orderReference,
        @Nullable CartId mergedInto,
        long units,
        List<LineJson> lines,
        @Nullable List<Excess> excess) {

    /** A line as every answer shows it. */
    @JsonPropertyOrder({"itemId", "sku", "options", "quantity"})
    public record LineJson(ItemId itemId, Sku sku, Map<String, String> options, Quantity quantity) {

        /** The line in this state. */
        public static LineJson of(Line line) {
            return new LineJson(
                    line.item().itemId(), line.item().sku(), line.item().options(), line.quantity());
        }
    }

    /** The cart in this state. */
    public static CartJson of(@Nullable CartId cartId, CartState cart) {
        return of(cartId, cart, List.of());
    }

    /** The cart in this state, after a command that has brought or left this excess. */
    public static CartJson of(@Nullable CartId cartId, CartState cart, List<Excess> excess) {
        return new CartJson(
                cartId,
                cart.version(),
                cart.status(),
                cart.customer().orElse(null),
                cart.owner() instanceof GuestId guest ? guest : null,
                cart.orderReference(),
                cart.mergedInto(),
                cart.units(),
                cart.lines().values().stream().map(LineJson::of).toList(),
                excess.isEmpty() ? null : excess);
    }
}
