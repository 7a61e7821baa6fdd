package io.cartledger.command.http;

import io.cartledger.cart.CartState;
import io.cartledger.cart.ItemId;
import io.cartledger.command.dispatch.CommandResult;
import jakarta.servlet.http.HttpServletRequest;
import org.jspecify.annotations.Nullable;
import org.springframework.web.context.request.RequestAttributes;
import org.springframework.web.context.request.RequestContextHolder;

/**
 * Notes which cart a command was for, and which item was to be added, for the access log and for refusals: behind {@code
 * /me/cart} no path names the cart, nor does a problem; and what was chosen of an item stands in the body alone.
 */
public final class NotedCart {

    private static final String CART = NotedCart.class.getName() + ".cart";
    private static final String ITEM = NotedCart.class.getName() + ".item";

    private NotedCart() {}

    /** The cart's identifier; null if the request came to no cart. */
    public static @Nullable Object cart(HttpServletRequest request) {
        return request.getAttribute(CART);
    }

    /** The identifier of the item that was to be added, if it is not the SKU; null for no such item. */
    public static @Nullable Object item(HttpServletRequest request) {
        return request.getAttribute(ITEM);
    }

    /** The same, once noted. */
    static CommandResult<CartState> note(CommandResult<CartState> result) {
        if (!result.aggregateId().isEmpty()) {
            note(CART, result.aggregateId());
        }
        return result;
    }

    static void note(ItemId itemId) {
        if (!itemId.value().equals(itemId.sku().value())) {
            note(ITEM, itemId.value());
        }
    }

    private static void note(String name, String value) {
        RequestContextHolder.currentRequestAttributes().setAttribute(name, value, RequestAttributes.SCOPE_REQUEST);
    }
}
