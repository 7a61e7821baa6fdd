package io.cartledger.server.http;

import jakarta.servlet.http.HttpServletRequest;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;

/** By what software and in which session a request comes. Nobody proves either yet, so nothing is known of them. */
@Component
final class RequestSession implements Function<HttpServletRequest, RequestSession.Session> {

    /**
     * @param client the software, as it has authenticated itself, or null
     * @param id the session of a browser or app, or null
     */
    record Session(@Nullable String client, @Nullable String id) {}

    @Override
    public Session apply(HttpServletRequest request) {
        return new Session(null, null);
    }
}
