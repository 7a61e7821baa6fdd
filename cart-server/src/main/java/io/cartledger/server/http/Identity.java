package io.cartledger.server.http;

import io.cartledger.cart.Caller;
import jakarta.servlet.http.HttpServletRequest;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Who sends a request, once that has been found out.
 *
 * @param caller in the capacity in which the route takes them
 * @param client the software that sends it, as the token's issuer knows it; null without a token
 * @param session what ties requests of one person at one device together, or null
 */
public record Identity(
        Caller caller, @Nullable String client, @Nullable String session) {

    private static final String ATTRIBUTE = Identity.class.getName();

    /** From here on the request is theirs. */
    public void noteIn(HttpServletRequest request) {
        request.setAttribute(ATTRIBUTE, this);
    }

    /** Who sends it; empty while that is not known. */
    public static Optional<Identity> of(HttpServletRequest request) {
        return Optional.ofNullable((Identity) request.getAttribute(ATTRIBUTE));
    }
}
