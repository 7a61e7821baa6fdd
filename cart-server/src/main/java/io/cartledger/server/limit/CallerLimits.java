package io.cartledger.server.limit;

import io.cartledger.cart.Caller;
import io.cartledger.server.http.Identity;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import org.springframework.web.servlet.HandlerInterceptor;
import org.springframework.web.servlet.HandlerMapping;

/**
 * Limits each client and the commands to each cart, once it is known who asks and for which route. A command that names no
 * cart, by somebody who shops, is about the one that they have open.
 */
final class CallerLimits implements HandlerInterceptor {

    /** No cart has a longer identifier, and none is kept. */
    private static final int LONGEST_ID = 64;

    private static final Set<String> QUERIES = Set.of("GET", "HEAD");

    private final RateLimit ofClient;
    private final RateLimit ofCart;
    private final Function<HttpServletRequest, String> clients;
    private final Function<HttpServletRequest, Caller> callers;

    /**
     * @param clients which client sends a request
     * @param callers for whom
     */
    CallerLimits(
            RateLimit ofClient,
            RateLimit ofCart,
            Function<HttpServletRequest, String> clients,
            Function<HttpServletRequest, Caller> callers) {
        this.ofClient = ofClient;
        this.ofCart = ofCart;
        this.clients = clients;
        this.callers = callers;
    }

    @Override
    public boolean preHandle(HttpServletRequest request, HttpServletResponse response, Object handler)
            throws IOException {
        if (!LimitedRequests.includes(request) || Identity.of(request).isEmpty()) {
            return true;
        }
        if (!ofClient.admits(clients.apply(request), request, response)) {
            return false;
        }
        Optional<String> cart = QUERIES.contains(request.getMethod()) ? Optional.empty() : cart(request);
        return cart.isEmpty() || ofCart.admits(cart.get(), request, response);
    }

    /** Whoever shops counts for themselves alone: the cart may not be theirs, and is not theirs to use up. */
    private Optional<String> cart(HttpServletRequest request) {
        Caller caller = callers.apply(request);
        if (caller.owner().isPresent()) {
            return Optional.of(caller.principal());
        }
        return request.getAttribute(HandlerMapping.URI_TEMPLATE_VARIABLES_ATTRIBUTE) instanceof Map<?, ?> path
                        && path.get("cartId") instanceof String id
                        && id.length() <= LONGEST_ID
                ? Optional.of(id)
                : Optional.empty();
    }
}
