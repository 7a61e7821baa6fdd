package io.cartledger.command.http;

import io.cartledger.http.Problem;
import jakarta.servlet.FilterChain;
import jakarta.servlet.ServletException;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import org.springframework.core.Ordered;
import org.springframework.core.annotation.Order;
import org.springframework.http.HttpHeaders;
import org.springframework.stereotype.Component;
import org.springframework.web.filter.OncePerRequestFilter;
import org.springframework.web.util.ContentCachingResponseWrapper;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** Shows problems of the old form's route as pages to browsers, wherever they have come from. */
@Component
@Order(Ordered.HIGHEST_PRECEDENCE) // around all who may refuse
final class LegacyPages extends OncePerRequestFilter {

    private static final JsonMapper JSON = new JsonMapper();

    @Override
    protected boolean shouldNotFilter(HttpServletRequest request) {
        return !request.getRequestURI().equals(LegacyController.PATH)
                || !LegacyAnswer.isForBrowser(request.getHeader(HttpHeaders.ACCEPT));
    }

    @Override
    protected void doFilterInternal(HttpServletRequest request, HttpServletResponse response, FilterChain chain)
            throws ServletException, IOException {
        var answer = new ContentCachingResponseWrapper(response);
        chain.doFilter(request, answer);
        String type = answer.getContentType();
        if (type != null && type.startsWith(Problem.MEDIA_TYPE)) {
            JsonNode problem = JSON.readTree(answer.getContentAsByteArray());
            String page = LegacyAnswer.page(
                    problem.path("title").asString(), problem.path("detail").asString());
            answer.resetBuffer();
            answer.setContentType(LegacyAnswer.PAGE.toString());
            answer.getOutputStream().write(page.getBytes(StandardCharsets.UTF_8));
        }
        answer.copyBodyToResponse();
    }
}
