package io.cartledger.server.security;

import io.cartledger.http.Problem;
import io.cartledger.http.ProblemType;
import io.cartledger.server.http.ProblemWriter;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.security.access.AccessDeniedException;
import org.springframework.security.authentication.AuthenticationServiceException;
import org.springframework.security.core.AuthenticationException;
import org.springframework.security.oauth2.core.OAuth2AuthenticationException;
import org.springframework.security.oauth2.server.resource.web.BearerTokenAuthenticationEntryPoint;
import org.springframework.security.oauth2.server.resource.web.access.BearerTokenAccessDeniedHandler;
import org.springframework.security.web.AuthenticationEntryPoint;
import org.springframework.security.web.access.AccessDeniedHandler;
import org.springframework.security.web.authentication.AuthenticationFailureHandler;

/** Says why a token does not hold, or does not open a route, as a problem. */
final class TokenRefusals implements AuthenticationEntryPoint, AccessDeniedHandler, AuthenticationFailureHandler {

    private static final String DECODING = "^An error occurred while attempting to decode the Jwt: ";

    private static final Logger LOG = LoggerFactory.getLogger(TokenRefusals.class);

    private final BearerTokenAuthenticationEntryPoint challenge = new BearerTokenAuthenticationEntryPoint();
    private final BearerTokenAccessDeniedHandler scopeChallenge = new BearerTokenAccessDeniedHandler();

    @Override
    public void commence(HttpServletRequest request, HttpServletResponse response, AuthenticationException e)
            throws IOException {
        if (e instanceof AuthenticationServiceException) {
            LOG.warn("Tokens cannot be checked: {}", e.getMessage());
            response.setHeader("Retry-After", "1");
            write(
                    request,
                    response,
                    ProblemType.ISSUER_UNAVAILABLE,
                    "This request has changed nothing: send it again.");
            return;
        }
        challenge.commence(request, response, e);
        write(request, response, ProblemType.UNAUTHENTICATED, detail(e));
    }

    /** What is wrong with it, but nothing of what is in it. The first words of some are for programmers. */
    private static String detail(AuthenticationException e) {
        String why = e instanceof OAuth2AuthenticationException oauth
                ? oauth.getError().getDescription()
                : null;
        return (why == null ? "There is no token" : why.strip().replaceFirst(DECODING, "The token does not hold: "))
                + ". Send a fresh one, in one header Authorization: Bearer ….";
    }

    @Override
    public void onAuthenticationFailure(
            HttpServletRequest request, HttpServletResponse response, AuthenticationException e) throws IOException {
        commence(request, response, e);
    }

    @Override
    public void handle(HttpServletRequest request, HttpServletResponse response, AccessDeniedException e)
            throws IOException {
        scopeChallenge.handle(request, response, e);
        write(
                request,
                response,
                ProblemType.INSUFFICIENT_SCOPE,
                "The token opens other routes than this one, which needs scope cart:admin.");
    }

    private static void write(HttpServletRequest request, HttpServletResponse response, ProblemType type, String detail)
            throws IOException {
        ProblemWriter.write(request, response, Problem.of(type, detail));
    }
}
