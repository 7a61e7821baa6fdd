package io.cartledger.server.http;

import com.netflix.concurrency.limits.Limiter;
import com.netflix.concurrency.limits.limit.AIMDLimit;
import com.netflix.concurrency.limits.limit.WindowedLimit;
import com.netflix.concurrency.limits.limiter.SimpleLimiter;
import io.cartledger.http.Problem;
import io.cartledger.http.ProblemType;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import jakarta.servlet.FilterChain;
import jakarta.servlet.ServletException;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.time.Duration;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import org.springframework.http.HttpMethod;

/**
 * Takes so many requests at once, and tells the others so at once: in a queue without end everybody has given up before
 * their turn comes. How many is found by additive increase and multiplicative decrease (Chiu and Jain, "Analysis of the
 * Increase and Decrease Algorithms for Congestion Avoidance", 1989): fewer by a tenth for each {@link #WINDOW} in which
 * commands took too long, one more for each in which they did not. What is slow with nearly nobody there is slow for
 * another reason and tells nothing; nor do queries, as some wait on purpose, nor what is refused, as a flood of that is
 * soon answered and would hide how long the others wait. Those who watch the service are always let in.
 */
final class AdmissionFilter implements RequestFilter {

    /** More than keep any database busy; with fewer, what is slow would be slow for its own sake. */
    private static final int FEWEST = 64;

    /** A pause, of a collector or a disk, costs some places and not nearly all. */
    private static final Duration WINDOW = Duration.ofMillis(100);

    private static final Set<String> QUERIES = Set.of(HttpMethod.GET.name(), HttpMethod.HEAD.name());

    private final SimpleLimiter<HttpServletRequest> places;
    private final Counter refused;

    /**
     * @param most requests at once, 1 or more; at first so many are taken
     * @param tooLong time of a command that shows that there are too many
     */
    AdmissionFilter(int most, Duration tooLong, MeterRegistry meters) {
        AIMDLimit limit = AIMDLimit.newBuilder()
                .initialLimit(most)
                .minLimit(Math.min(FEWEST, most))
                .maxLimit(most)
                .timeout(tooLong.toNanos(), TimeUnit.NANOSECONDS)
                .build();
        this.places = SimpleLimiter.newBuilder()
                .limit(WindowedLimit.newBuilder()
                        .minWindowTime(WINDOW.toMillis(), TimeUnit.MILLISECONDS)
                        .maxWindowTime(WINDOW.toMillis(), TimeUnit.MILLISECONDS)
                        .build(limit))
                .build();
        this.refused = Counter.builder("cart.requests.refused")
                .description("Requests that were refused because the node had too many at once")
                .register(meters);
        Gauge.builder("cart.requests.limit", limit, AIMDLimit::getLimit)
                .description("Requests that the node takes at once, as things are")
                .register(meters);
    }

    @Override
    public void filter(HttpServletRequest request, HttpServletResponse response, FilterChain chain)
            throws ServletException, IOException {
        if (watches(request)) {
            chain.doFilter(request, response);
            return;
        }
        Optional<Limiter.Listener> place = places.acquire(request);
        if (place.isEmpty()) {
            refused.increment();
            response.setHeader("Retry-After", "1");
            ProblemWriter.write(
                    request,
                    response,
                    Problem.of(
                            ProblemType.OVERLOADED,
                            "This request has changed nothing: send it again, or to another node."));
            return;
        }
        try {
            chain.doFilter(request, response);
        } finally {
            leave(place.get(), request, response);
        }
    }

    private static boolean watches(HttpServletRequest request) {
        return request.getRequestURI().startsWith("/actuator/");
    }

    private void leave(Limiter.Listener place, HttpServletRequest request, HttpServletResponse response) {
        boolean nearlyNobody = places.getInflight() < FEWEST / 2;
        boolean refused = response.getStatus() / 100 == 4;
        if (nearlyNobody || refused || QUERIES.contains(request.getMethod())) {
            place.onIgnore();
        } else {
            place.onSuccess();
        }
    }
}
