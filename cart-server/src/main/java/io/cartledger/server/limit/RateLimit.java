package io.cartledger.server.limit;

import io.cartledger.http.Problem;
import io.cartledger.http.ProblemType;
import io.cartledger.server.http.ProblemWriter;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;

/**
 * A policy as HTTP tells it, in the syntax of draft-ietf-httpapi-ratelimit-headers-11: each adds a member to the lists
 * {@code RateLimit-Policy} (section 3) and {@code RateLimit} (section 4) of an answer, whatever it is. {@code q} is what a
 * full bucket holds and {@code w} the seconds in which it fills; {@code r} is what it holds now and {@code t} the seconds
 * in which it fills by as much, so that no client reads a higher rate from the two than the policy grants (section 8.5).
 */
final class RateLimit {

    private final RateLimiter limiter;
    private final String policy;
    private final String whose;
    private final Counter refused;

    /** @param whose of whom there were too many requests, for the message */
    RateLimit(RateLimiter limiter, String whose, MeterRegistry meters) {
        this.limiter = limiter;
        this.policy = "\"%s\";q=%d;w=%d".formatted(limiter.name(), limiter.quota(), limiter.windowSeconds());
        this.whose = whose;
        this.refused = Counter.builder("cart.requests.rate-limited")
                .description("Requests that were refused because a client, an address or a cart had too many")
                .tag("policy", limiter.name())
                .register(meters);
    }

    /**
     * Counts a request, and answers it where it is one too many.
     *
     * @return whether it may go on
     */
    boolean admits(String who, HttpServletRequest request, HttpServletResponse response) throws IOException {
        RateLimiter.Decision decision = limiter.ask(who);
        long seconds = decision.allowed() ? limiter.secondsFor(Math.max(1, decision.left())) : decision.waitSeconds();
        response.addHeader("RateLimit-Policy", policy);
        response.addHeader("RateLimit", '"' + limiter.name() + "\";r=" + decision.left() + ";t=" + seconds);
        if (!decision.allowed()) {
            refused.increment();
            response.setHeader("Retry-After", String.valueOf(decision.waitSeconds()));
            ProblemWriter.write(
                    request,
                    response,
                    Problem.of(
                            ProblemType.RATE_LIMITED,
                            "Too many requests %s (limit \"%s\"): nothing has changed, try again in %d s."
                                    .formatted(whose, limiter.name(), decision.waitSeconds())));
        }
        return decision.allowed();
    }
}
