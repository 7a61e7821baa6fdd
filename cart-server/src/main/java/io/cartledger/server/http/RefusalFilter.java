package io.cartledger.server.http;

import io.cartledger.command.refusal.RefusalRecorder;
import io.cartledger.command.refusal.RefusedCommand;
import jakarta.servlet.FilterChain;
import jakarta.servlet.ServletException;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.time.Clock;
import java.time.Instant;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.springframework.web.servlet.HandlerMapping;

/** Has every command recorded that was refused or replayed, whoever refused it: it stands outside of all who may. */
final class RefusalFilter implements RequestFilter {

    private static final String REPLAYED = "Idempotency-Replayed";

    /** Methods that are safe by RFC 9110 section 9.2.1: no command comes by them. */
    private static final Set<String> QUERIES = Set.of("GET", "HEAD", "OPTIONS", "TRACE");

    /** An item's identifier has up to 91. */
    private static final int LONGEST = 128;

    private final RefusalRecorder recorder;
    private final Clock clock;

    RefusalFilter(RefusalRecorder recorder, Clock clock) {
        this.recorder = recorder;
        this.clock = clock;
    }

    @Override
    public void filter(HttpServletRequest request, HttpServletResponse response, FilterChain chain)
            throws ServletException, IOException {
        if (isNoCommand(request)) {
            chain.doFilter(request, response);
            return;
        }
        Instant receivedAt = clock.instant();
        chain.doFilter(request, response);
        String code = code(request, response);
        if (code != null) {
            recorder.record(refused(request, response, receivedAt, code));
        }
    }

    private static boolean isNoCommand(HttpServletRequest request) {
        String path = request.getRequestURI();
        return QUERIES.contains(request.getMethod()) || path.startsWith("/actuator/") || path.startsWith("/oauth2/");
    }

    /** None for our own faults: nobody has refused anything. */
    private static @Nullable String code(HttpServletRequest request, HttpServletResponse response) {
        if (response.getHeader(REPLAYED) != null) {
            return RefusedCommand.REPLAYED;
        }
        int status = response.getStatus();
        boolean refused = status / 100 == 4 || status == HttpServletResponse.SC_SERVICE_UNAVAILABLE;
        return refused && request.getAttribute(ProblemCounter.CODE) instanceof String code ? code : null;
    }

    private RefusedCommand refused(
            HttpServletRequest request, HttpServletResponse response, Instant receivedAt, String code) {
        AnsweredCart cart = AnsweredCart.of(request, response);
        Optional<Identity> identity = Identity.of(request);
        return new RefusedCommand(
                receivedAt,
                code,
                response.getStatus(),
                Objects.requireNonNull(printable(request.getMethod())),
                printable(request.getAttribute(HandlerMapping.BEST_MATCHING_PATTERN_ATTRIBUTE)),
                printable(cart.cart()),
                printable(cart.item()),
                printable(cart.sku()),
                identity.map(Identity::caller).orElse(null),
                identity.map(Identity::client).map(RefusalFilter::printable).orElse(null),
                request.getRemoteAddr(),
                identity.map(Identity::session).orElse(null),
                RequestIdFilter.of(request));
    }

    private static @Nullable String printable(@Nullable Object value) {
        return Printable.of(value, LONGEST);
    }
}
