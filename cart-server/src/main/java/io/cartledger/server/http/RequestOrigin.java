package io.cartledger.server.http;

import io.cartledger.cart.Caller;
import io.cartledger.ledger.Origin;
import jakarta.servlet.http.HttpServletRequest;
import java.time.Clock;
import java.time.temporal.ChronoUnit;
import java.util.function.Function;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;

/** What is recorded of where a request came from. Nothing of it tells more of a person than the cart's events do. */
@Component
final class RequestOrigin implements Function<HttpServletRequest, Origin> {

    private static final String LEGACY = "/add-cart.php";

    /** Version 00 of W3C Trace Context, section 3.2; what looks otherwise is ignored, as section 4.3 says. */
    private static final Pattern TRACEPARENT =
            Pattern.compile("00-(?!0{32})[0-9a-f]{32}-(?!0{16})[0-9a-f]{16}-[0-9a-f]{2}");

    private final Function<HttpServletRequest, Caller> callers;
    private final Clock clock;

    RequestOrigin(Function<HttpServletRequest, Caller> callers, Clock clock) {
        this.callers = callers;
        this.clock = clock;
    }

    @Override
    public Origin apply(HttpServletRequest request) {
        Caller caller = callers.apply(request);
        return new Origin(
                request.getRequestURI().equals(LEGACY) ? "legacy" : "api",
                clock.instant().truncatedTo(ChronoUnit.MICROS),
                caller.kindName(),
                caller.subject(),
                RequestIdFilter.of(request),
                traceparent(request.getHeader("traceparent")));
    }

    private static @Nullable String traceparent(@Nullable String header) {
        return header != null && TRACEPARENT.matcher(header).matches() ? header : null;
    }
}
