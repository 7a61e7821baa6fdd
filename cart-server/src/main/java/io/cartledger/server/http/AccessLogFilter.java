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
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.slf4j.spi.LoggingEventBuilder;
import org.springframework.web.filter.OncePerRequestFilter;
import org.springframework.web.servlet.HandlerMapping;

/**
 * One line for each request, of logger {@code access}: readable as it is, and with the same as fields where the log is
 * JSON ({@code logging.structured.format.console}). Only what is named here comes in, bounded and printable: no header, no
 * body and no path as they came.
 */
final class AccessLogFilter extends OncePerRequestFilter {

    private static final Logger ACCESS = LoggerFactory.getLogger("access");
    private static final int LONGEST = 64;

    private final Clock clock;

    AccessLogFilter(Clock clock) {
        this.clock = clock;
    }

    @Override
    protected void doFilterInternal(HttpServletRequest request, HttpServletResponse response, FilterChain chain)
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
        var fields = new LinkedHashMap<String, @Nullable Object>();
        fields.put("received", receivedAt);
        fields.put("method", request.getMethod());
        fields.put("route", request.getAttribute(HandlerMapping.BEST_MATCHING_PATTERN_ATTRIBUTE));
        fields.put("status", status);
        fields.put("code", request.getAttribute(ProblemCounter.CODE));
        fields.put("millis", Math.round(duration.toNanos() / 1e3) / 1e3);
        fields.putAll(AnsweredCart.of(request, response).fields());
        Optional<Identity> identity = Identity.of(request);
        fields.put("caller", identity.map(found -> found.caller().principal()).orElse(null));
        fields.put("client", identity.map(Identity::client).orElse(null));
        fields.put("session", identity.map(Identity::session).orElse(null));
        fields.put("ip", request.getRemoteAddr());
        fields.put("request", RequestIdFilter.of(request));
        fields.values().removeIf(value -> value == null || value.toString().isEmpty());
        LoggingEventBuilder line = ACCESS.atInfo();
        for (Map.Entry<String, @Nullable Object> field : fields.entrySet()) {
            line = line.addKeyValue(field.getKey(), value(field.getValue()));
        }
        line.log(fields.entrySet().stream()
                .map(field -> field.getKey() + "=" + value(field.getValue()))
                .collect(Collectors.joining(" ")));
    }

    /** Numbers stay numbers. */
    private static @Nullable Object value(@Nullable Object value) {
        return value instanceof Number ? value : Printable.of(value, LONGEST);
    }
}
