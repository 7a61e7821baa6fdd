package io.cartledger.server.http;

import io.cartledger.command.http.NotedCart;
import io.cartledger.command.http.NotedSku;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.springframework.web.servlet.HandlerMapping;

/**
 * Which cart, item and version a request was about, for the access log and for refusals: what its path names, what its answer says, and what was found out between the two.
 *
 * @param cart the cart's identifier, or null
 * @param item the item's identifier, or null
 * @param sku the SKU that was to be added, or null
 * @param version the version that was answered, or null
 */
record AnsweredCart(
        @Nullable String cart,
        @Nullable String item,
        @Nullable String sku,
        @Nullable String version) {

    private static final Pattern TAG = Pattern.compile("\"(?:(?<cart>.+)\\.)?(?<version>[0-9]+)\"");
    private static final String NEW_CART = "/carts/";

    static AnsweredCart of(HttpServletRequest request, HttpServletResponse response) {
        Map<?, ?> path = request.getAttribute(HandlerMapping.URI_TEMPLATE_VARIABLES_ATTRIBUTE) instanceof Map<?, ?> map
                ? map
                : Map.of();
        Matcher tag = TAG.matcher(String.valueOf(response.getHeader("ETag")));
        boolean tagged = tag.matches();
        String answered = tagged ? cart(tag, response) : null;
        return new AnsweredCart(
                text(
                        path.containsKey("cartId")
                                ? path.get("cartId")
                                : answered != null ? answered : NotedCart.cart(request)),
                text(path.containsKey("itemId") ? path.get("itemId") : NotedCart.item(request)),
                text(NotedSku.of(request)),
                tagged ? tag.group("version") : null);
    }

    private static @Nullable String cart(Matcher tag, HttpServletResponse response) {
        String location = response.getHeader("Location");
        boolean opened = location != null && location.startsWith(NEW_CART);
        return tag.group("cart") != null ? tag.group("cart") : opened ? location.substring(NEW_CART.length()) : null;
    }

    private static @Nullable String text(@Nullable Object value) {
        return value == null ? null : value.toString();
    }
}
