package io.cartledger.server.http;

import jakarta.servlet.Filter;
import jakarta.servlet.FilterChain;
import jakarta.servlet.ServletException;
import jakarta.servlet.ServletRequest;
import jakarta.servlet.ServletResponse;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;

/**
 * A filter that meets each HTTP request once, as it comes in. Spring's for once in a request also looks whether this is the
 * first time, which costs each request an attribute for each filter; what is registered for requests alone has no second.
 */
public interface RequestFilter extends Filter {

    /**
     * Lets the request go on by the chain, or answers it.
     *
     * @throws IOException if its sender has gone
     * @throws ServletException if what comes after it fails
     */
    void filter(HttpServletRequest request, HttpServletResponse response, FilterChain chain)
            throws ServletException, IOException;

    @Override
    default void doFilter(ServletRequest request, ServletResponse response, FilterChain chain)
            throws ServletException, IOException {
        filter((HttpServletRequest) request, (HttpServletResponse) response, chain);
    }
}
