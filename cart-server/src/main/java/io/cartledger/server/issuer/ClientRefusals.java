package io.cartledger.server.issuer;

import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import org.springframework.http.HttpHeaders;
import org.springframework.http.HttpStatus;
import org.springframework.http.server.ServletServerHttpResponse;
import org.springframework.security.core.AuthenticationException;
import org.springframework.security.oauth2.core.OAuth2AuthenticationException;
import org.springframework.security.oauth2.core.OAuth2Error;
import org.springframework.security.oauth2.core.OAuth2ErrorCodes;
import org.springframework.security.oauth2.core.http.converter.OAuth2ErrorHttpMessageConverter;
import org.springframework.security.web.AuthenticationEntryPoint;
import org.springframework.security.web.authentication.AuthenticationFailureHandler;

/**
 * Answers clients that have not proved who they are, or not tried to, as RFC 6749 section 5.2 says: with an error in JSON,
 * and with 401 and how to prove it where it is the client that is not known.
 */
final class ClientRefusals implements AuthenticationEntryPoint, AuthenticationFailureHandler {

    private static final String CHALLENGE = "Basic realm=\"cartledger\", charset=\"UTF-8\"";

    private final OAuth2ErrorHttpMessageConverter errors = new OAuth2ErrorHttpMessageConverter();

    @Override
    public void commence(HttpServletRequest request, HttpServletResponse response, AuthenticationException e)
            throws IOException {
        OAuth2Error error = e instanceof OAuth2AuthenticationException oauth
                ? oauth.getError()
                : new OAuth2Error(OAuth2ErrorCodes.INVALID_CLIENT, "The client has not proved who it is", null);
        var answer = new ServletServerHttpResponse(response);
        if (error.getErrorCode().equals(OAuth2ErrorCodes.INVALID_CLIENT)) {
            answer.setStatusCode(HttpStatus.UNAUTHORIZED);
            answer.getHeaders().set(HttpHeaders.WWW_AUTHENTICATE, CHALLENGE);
        } else {
            answer.setStatusCode(HttpStatus.BAD_REQUEST);
        }
        errors.write(error, null, answer);
    }

    @Override
    public void onAuthenticationFailure(
            HttpServletRequest request, HttpServletResponse response, AuthenticationException e) throws IOException {
        commence(request, response, e);
    }
}
