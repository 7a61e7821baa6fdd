package io.cartledger.http;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonPropertyOrder;
import io.cartledger.cart.CartId;
import io.cartledger.cart.CartState;
import io.cartledger.cart.CartStatus;
import io.cartledger.cart.CustomerId;
import io.cartledger.cart.ItemId;
import io.cartledger.cart.Line;
import io.cartledger.cart.Quantity;
import io.cartledger.cart.Sku;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * A cart as every answer shows it.
 *
 * @param version grows by one with every event; also the answer's {@code ETag}
 * @param customer whose cart it is; left out for nobody's
 * @param units on all lines
 * @param lines in the order in which they appeared
 */
@JsonInclude(JsonInclude.Include.NON_NULL)
@JsonPropertyOrder({"cartId", "version", "status", "customer", "units", "lines"})
public record CartJson(
        CartId cartId,
        long version,
        CartStatus status,
        @Nullable CustomerId customer,
        long units,
        List<LineJson> lines) {

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
    public static CartJson of(CartId cartId, CartState cart) {
        return new CartJson(
                cartId,
                cart.version(),
                cart.status(),
                cart.customer(),
                cart.units(),
                cart.lines().values().stream().map(LineJson::of).toList());
    }
}
