package io.cartledger.server.http;

import io.cartledger.cart.Caller;
import io.cartledger.ledger.Origin;
import io.cartledger.ledger.Origin.Source;
import jakarta.servlet.http.HttpServletRequest;
import java.time.Clock;
import java.time.temporal.ChronoUnit;
import java.util.UUID;
import java.util.function.Function;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;

/** What is recorded of where a request came from. */
@Component
final class RequestOrigin implements Function<HttpServletRequest, Origin> {

    private static final String LEGACY = "/add-cart.php";
    private static final int LONGEST_USER_AGENT = 256;

    /** Version 00 of W3C Trace Context, section 3.2; what looks otherwise is ignored, as section 4.3 says. */
    private static final Pattern TRACEPARENT =
            Pattern.compile("00-(?!0{32})[0-9a-f]{32}-(?!0{16})[0-9a-f]{16}-[0-9a-f]{2}");

    private static final Pattern UNPRINTABLE = Pattern.compile("[\\p{Cntrl}\\p{Cf}\\p{Cs}\\x80-\\x9f]");

    private final Clock clock;

    RequestOrigin(Clock clock) {
        this.clock = clock;
    }

    @Override
    public Origin apply(HttpServletRequest request) {
        Identity identity = Identity.of(request).orElseThrow();
        Caller caller = identity.caller();
        String requestId = RequestIdFilter.of(request);
        String traceparent = traceparent(request.getHeader("traceparent"));
        return new Origin(
                channel(request, caller),
                clock.instant().truncatedTo(ChronoUnit.MICROS),
                caller.kindName(),
                caller.subject(),
                identity.client(),
                requestId,
                traceparent == null ? requestId : traceId(traceparent),
                UUID.randomUUID(),
                null,
                traceparent,
                new Source(request.getRemoteAddr(), identity.session(), userAgent(request.getHeader("User-Agent"))));
    }

    private static String channel(HttpServletRequest request, Caller caller) {
        if (request.getRequestURI().equals(LEGACY)) {
            return "legacy";
        }
        return caller.kind() == Caller.Kind.SUPPORT ? "support" : "api";
    }

    private static @Nullable String traceparent(@Nullable String header) {
        return header != null && TRACEPARENT.matcher(header).matches() ? header : null;
    }

    private static String traceId(String traceparent) {
        return traceparent.split("-", -1)[1];
    }

    private static @Nullable String userAgent(@Nullable String header) {
        if (header == null || header.isBlank()) {
            return null;
        }
        String printable = UNPRINTABLE.matcher(header).replaceAll("?");
        return printable.length() > LONGEST_USER_AGENT ? printable.substring(0, LONGEST_USER_AGENT) : printable;
    }
}
