package io.cartledger.server.security;

import jakarta.servlet.http.HttpServletRequest;
import java.util.Enumeration;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpHeaders;
import org.springframework.security.oauth2.core.OAuth2AuthenticationException;
import org.springframework.security.oauth2.server.resource.BearerTokenErrors;
import org.springframework.security.oauth2.server.resource.web.BearerTokenResolver;

/**
 * Takes the token from the header, of which there must be one: of two, another party may have read the other.
 *
 * <p>It reads the form of RFC 6750, section 2.1, by itself, because the regular expression of Spring's own resolver takes
 * more time than everything else that is done with a token that is known.
 */
final class OneToken implements BearerTokenResolver {

    private static final String SCHEME = "Bearer";

    @Override
    public @Nullable String resolve(HttpServletRequest request) {
        Enumeration<String> headers = request.getHeaders(HttpHeaders.AUTHORIZATION);
        if (!headers.hasMoreElements()) {
            return null;
        }
        String header = headers.nextElement();
        if (headers.hasMoreElements()) {
            throw new OAuth2AuthenticationException(
                    BearerTokenErrors.invalidRequest("There is more than one Authorization header"));
        }
        return header.regionMatches(true, 0, SCHEME, 0, SCHEME.length()) ? token(header) : null;
    }

    private static String token(String header) {
        int start = SCHEME.length() + 1;
        int end = header.length();
        while (end > start && header.charAt(end - 1) == '=') {
            end--;
        }
        boolean wellFormed = end > start && header.charAt(start - 1) == ' ';
        for (int i = start; wellFormed && i < end; i++) {
            wellFormed = isOfTokens(header.charAt(i));
        }
        if (!wellFormed) {
            throw new OAuth2AuthenticationException(BearerTokenErrors.invalidToken("Bearer token is malformed"));
        }
        return header.substring(start);
    }

    private static boolean isOfTokens(char c) {
        return (c >= 'a' && c <= 'z')
                || (c >= 'A' && c <= 'Z')
                || (c >= '0' && c <= '9')
                || c == '-'
                || c == '.'
                || c == '_'
                || c == '~'
                || c == '+'
                || c == '/';
    }
}
