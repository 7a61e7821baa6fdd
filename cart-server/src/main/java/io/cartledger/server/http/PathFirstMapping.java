package io.cartledger.server.http;

import jakarta.servlet.http.HttpServletRequest;
import org.jspecify.annotations.Nullable;
import org.springframework.web.servlet.mvc.condition.PathPatternsRequestCondition;
import org.springframework.web.servlet.mvc.method.RequestMappingInfo;
import org.springframework.web.servlet.mvc.method.annotation.RequestMappingHandlerMapping;

/**
 * Spring's own, but it asks each route first whether the method and the path are its. Spring asks for media types before,
 * and so reads the same headers once for each route of the method.
 */
final class PathFirstMapping extends RequestMappingHandlerMapping {

    @Override
    protected @Nullable RequestMappingInfo getMatchingMapping(RequestMappingInfo route, HttpServletRequest request) {
        return mayMatch(route, request) ? super.getMatchingMapping(route, request) : null;
    }

    private static boolean mayMatch(RequestMappingInfo route, HttpServletRequest request) {
        PathPatternsRequestCondition paths = route.getPathPatternsCondition();
        return route.getMethodsCondition().getMatchingCondition(request) != null
                && (paths == null || paths.getMatchingCondition(request) != null);
    }
}
