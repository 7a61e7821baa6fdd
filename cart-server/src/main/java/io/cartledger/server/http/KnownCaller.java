package io.cartledger.server.http;

import io.cartledger.cart.Caller;
import jakarta.servlet.http.HttpServletRequest;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** Who has sent a request that has been answered, as far as that is known. */
record KnownCaller(Function<HttpServletRequest, Caller> callers) {

    @Nullable
    Caller of(HttpServletRequest request) {
        try {
            return callers.apply(request);
        } catch (RuntimeException e) {
            return null; // the answer says what is wrong with it
        }
    }
}
