package io.cartledger.server.http;

import io.cartledger.http.Problem;
import io.cartledger.http.ProblemType;
import jakarta.servlet.FilterChain;
import jakarta.servlet.ServletException;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;

/**
 * Refuses path parameters (RFC 3986 section 3.3): Spring drops them unread, so that {@code /carts/a;b} would be the cart
 * {@code a}.
 */
final class PlainPathFilter implements RequestFilter {

    @Override
    public void filter(HttpServletRequest request, HttpServletResponse response, FilterChain chain)
            throws ServletException, IOException {
        if (request.getRequestURI().indexOf(';') >= 0) {
            ProblemWriter.write(
                    request,
                    response,
                    Problem.of(ProblemType.MALFORMED_REQUEST, "The path must not contain a semicolon.", "path"));
        } else {
            chain.doFilter(request, response);
        }
    }
}
