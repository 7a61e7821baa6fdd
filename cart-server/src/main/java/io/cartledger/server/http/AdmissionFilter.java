package io.cartledger.server.http;

import io.cartledger.http.Problem;
import io.cartledger.http.ProblemType;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import jakarta.servlet.FilterChain;
import jakarta.servlet.ServletException;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.util.concurrent.Semaphore;
import org.springframework.web.filter.OncePerRequestFilter;

/**
 * Takes so many requests at once, and tells the others so at once: in a queue without end everybody has given up before
 * their turn comes. Those who watch the service are always let in.
 */
final class AdmissionFilter extends OncePerRequestFilter {

    private final Semaphore places;
    private final Counter refused;

    /** @param most requests at once, 1 or more */
    AdmissionFilter(int most, MeterRegistry meters) {
        this.places = new Semaphore(most);
        this.refused = Counter.builder("cart.requests.refused")
                .description("Requests that were refused because the node had too many at once")
                .register(meters);
    }

    @Override
    protected boolean shouldNotFilter(HttpServletRequest request) {
        return request.getRequestURI().startsWith("/actuator/");
    }

    @Override
    protected void doFilterInternal(HttpServletRequest request, HttpServletResponse response, FilterChain chain)
            throws ServletException, IOException {
        if (!places.tryAcquire()) {
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
            places.release();
        }
    }
}
