package io.cartledger.server.security;

import jakarta.servlet.http.HttpServletRequest;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.springframework.web.cors.CorsUtils;

/**
 * Tells requests that a page of another site has made a browser send: they may come with a guest's cookie, but nobody
 * meant them. Asks {@code Sec-Fetch-Site} (W3C Fetch Metadata), and {@code Origin} (RFC 6454) from browsers that do not
 * send it; what is sent by anything but a browser has neither.
 *
 * @param allowedOrigins whose pages may use the service
 */
record OtherSites(List<String> allowedOrigins) {

    boolean sent(HttpServletRequest request) {
        String origin = request.getHeader("Origin");
        if (origin != null && allowedOrigins.contains(origin)) {
            return false;
        }
        String site = request.getHeader("Sec-Fetch-Site");
        return site == null ? origin != null && isOther(request) : !isOwn(site);
    }

    private static boolean isOwn(@Nullable String site) {
        return "same-origin".equals(site) || "none".equals(site);
    }

    private static boolean isOther(HttpServletRequest request) {
        try {
            return CorsUtils.isCorsRequest(request);
        } catch (IllegalArgumentException e) {
            return true; // "null", or no origin at all
        }
    }
}
