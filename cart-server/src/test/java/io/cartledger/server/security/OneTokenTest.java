package io.cartledger.server.security;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.mock.web.MockHttpServletRequest;
import org.springframework.security.oauth2.core.OAuth2AuthenticationException;
import org.springframework.security.oauth2.server.resource.web.BearerTokenResolver;
import org.springframework.security.oauth2.server.resource.web.DefaultBearerTokenResolver;

/** Spring's own resolver is the measure of what is a token. */
class OneTokenTest {

    private final BearerTokenResolver resolver = new OneToken();

    @ParameterizedTest
    @ValueSource(
            strings = {
                "Bearer abc.def-ghi_jkl~mno+pqr/stu",
                "bearer AZaz09",
                "BEARER a=",
                "Bearer a==",
                "Bearer a=b",
                "Bearer =",
                "Bearer ",
                "Bearer",
                "Bearera",
                "Bearer  a",
                "Bearer a ",
                "Bearer a b",
                "Bearer\ta",
                "Bearer ä",
                "Bearer a,b",
                "Bearer a\nb",
                "Basic dXNlcjpwYXNzd29yZA==",
                "Bear a",
                "",
            })
    void isTheSameAsThatOfSpring(String header) {
        var request = new MockHttpServletRequest();
        request.addHeader("Authorization", header);

        assertThat(answer(resolver, request)).isEqualTo(answer(new DefaultBearerTokenResolver(), request));
    }

    @Test
    void nobodyWithoutAHeaderHasAToken() {
        assertThat(resolver.resolve(new MockHttpServletRequest())).isNull();
    }

    @Test
    void twoHeadersAreOneTooMany() {
        var request = new MockHttpServletRequest();
        request.addHeader("Authorization", "Bearer a");
        request.addHeader("Authorization", "Bearer a");

        assertThat(answer(resolver, request)).isEqualTo("invalid_request");
    }

    private static String answer(BearerTokenResolver resolver, MockHttpServletRequest request) {
        try {
            return "token " + resolver.resolve(request);
        } catch (OAuth2AuthenticationException e) {
            return e.getError().getErrorCode();
        }
    }
}
