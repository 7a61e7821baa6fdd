package io.cartledger.server.limit;

import jakarta.servlet.http.HttpServletRequest;
import java.util.List;

/** Which requests are limited: all but those of whoever watches the service, or reads how to use it. */
final class LimitedRequests {

    private static final List<String> FREE = List.of("/actuator/", "/swagger-ui", "/v3/api-docs", "/webjars/");

    private LimitedRequests() {}

    static boolean includes(HttpServletRequest request) {
        return FREE.stream().noneMatch(request.getRequestURI()::startsWith);
    }
}
