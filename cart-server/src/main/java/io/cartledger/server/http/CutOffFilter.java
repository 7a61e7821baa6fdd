package io.cartledger.server.http;

import jakarta.servlet.FilterChain;
import jakarta.servlet.ServletException;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import org.apache.catalina.connector.ClientAbortException;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.core.NestedExceptionUtils;
import org.springframework.core.Ordered;
import org.springframework.web.servlet.HandlerExceptionResolver;
import org.springframework.web.servlet.HandlerMapping;
import org.springframework.web.servlet.ModelAndView;

/**
 * Closes the connection of an answer that fails once its beginning has been sent. With a problem at its end, or with an end
 * in good order, it would be taken for all that there is.
 */
final class CutOffFilter implements RequestFilter, HandlerExceptionResolver, Ordered {

    private static final Logger LOG = LoggerFactory.getLogger(CutOffFilter.class);

    /** Tomcat closes the connection after this exception, and after it alone asks for no page that tells of an error. */
    @Override
    public void filter(HttpServletRequest request, HttpServletResponse response, FilterChain chain)
            throws ServletException, IOException {
        try {
            chain.doFilter(request, response);
        } catch (ServletException | RuntimeException e) {
            if (response.isCommitted()) {
                throw new ClientAbortException(e);
            }
            throw e;
        }
    }

    /** Keeps all others from answering with a problem. */
    @Override
    public @Nullable ModelAndView resolveException(
            HttpServletRequest request, HttpServletResponse response, @Nullable Object handler, Exception e) {
        boolean nodeStops = NestedExceptionUtils.getMostSpecificCause(e) instanceof NodeStopsException;
        boolean clientHasGone = e instanceof IOException && !nodeStops;
        if (!response.isCommitted() || clientHasGone) {
            return null;
        }
        Object route = request.getAttribute(HandlerMapping.BEST_MATCHING_PATTERN_ATTRIBUTE);
        if (nodeStops) {
            LOG.info("An answer of {} is cut off: this node stops", route);
        } else {
            LOG.warn("An answer of {} is cut off", route, e);
        }
        throw new IllegalStateException("the answer has begun", e);
    }

    /** Before whoever answers. */
    @Override
    public int getOrder() {
        return HIGHEST_PRECEDENCE;
    }
}
