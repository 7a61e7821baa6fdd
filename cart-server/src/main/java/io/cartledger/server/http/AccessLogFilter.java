package io.cartledger.server.http;

import jakarta.servlet.FilterChain;
import jakarta.servlet.ServletException;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.slf4j.spi.LoggingEventBuilder;
import org.springframework.web.servlet.HandlerMapping;

/**
 * One line for each request, of logger {@code access}: readable as it is, and with the same as fields where the log is
 * JSON ({@code logging.structured.format.console}). Only what is named here comes in, bounded and printable: no header, no
 * body and no path as they came.
 */
final class AccessLogFilter implements RequestFilter {

    private static final Logger ACCESS = LoggerFactory.getLogger("access");
    private static final int LONGEST = 64;

    private final Clock clock;

    AccessLogFilter(Clock clock) {
        this.clock = clock;
    }

    @Override
    public void filter(HttpServletRequest request, HttpServletResponse response, FilterChain chain)
            throws ServletException, IOException {
        Instant receivedAt = clock.instant().truncatedTo(ChronoUnit.MILLIS);
        long start = System.nanoTime();
        boolean answered = false;
        try {
            chain.doFilter(request, response);
            answered = true;
        } finally {
            if (ACCESS.isInfoEnabled()) {
                int status = answered ? response.getStatus() : HttpServletResponse.SC_INTERNAL_SERVER_ERROR;
                log(request, response, status, receivedAt, Duration.ofNanos(System.nanoTime() - start));
            }
        }
    }

    private void log(
            HttpServletRequest request,
            HttpServletResponse response,
            int status,
            Instant receivedAt,
            Duration duration) {
        Identity identity = Identity.of(request).orElse(null);
        AnsweredCart cart = AnsweredCart.of(request, response);
        new Line()
                .add("received", receivedAt)
                .add("method", request.getMethod())
                .add("route", request.getAttribute(HandlerMapping.BEST_MATCHING_PATTERN_ATTRIBUTE))
                .add("status", status)
                .add("code", request.getAttribute(ProblemCounter.CODE))
                .add("millis", Math.round(duration.toNanos() / 1e3) / 1e3)
                .add("cart", cart.cart())
                .add("item", cart.item())
                .add("sku", cart.sku())
                .add("version", cart.version())
                .add("caller", identity == null ? null : identity.caller().principal())
                .add("client", identity == null ? null : identity.client())
                .add("session", identity == null ? null : identity.session())
                .add("ip", request.getRemoteAddr())
                .add("request", RequestIdFilter.of(request))
                .log();
    }

    /** The fields that there are, as such and as a text. */
    private static final class Line {

        private LoggingEventBuilder event = ACCESS.atInfo();
        private final StringBuilder text = new StringBuilder(256);

        /** Numbers stay numbers. */
        Line add(String name, @Nullable Object value) {
            Object shown = value instanceof Number ? value : Printable.of(value, LONGEST);
            if (shown != null && !shown.equals("")) {
                event = event.addKeyValue(name, shown);
                text.append(text.isEmpty() ? "" : " ").append(name).append('=').append(shown);
            }
            return this;
        }

        void log() {
            event.log(text.toString());
        }
    }
}
