package io.cartledger.server.security;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.springframework.security.oauth2.jwt.BadJwtException;
import org.springframework.security.oauth2.jwt.Jwt;
import org.springframework.security.oauth2.jwt.JwtValidationException;

class RememberedTokensTest {

    private static final Instant NOW = Instant.parse("2026-11-27T09:00:00Z");
    private static final Duration SKEW = Duration.ofSeconds(30);

    private final List<String> checked = new ArrayList<>();
    private Instant now = NOW;

    @Test
    void aTokenThatIsGoodIsCheckedOnce() {
        RememberedTokens tokens = tokens(Duration.ofMinutes(1));

        Jwt first = tokens.decode("a");
        Jwt second = tokens.decode("a");
        tokens.decode("b");

        assertThat(second).isEqualTo(first);
        assertThat(checked).containsExactly("a", "b");
    }

    @Test
    void anotherLetterIsAnotherToken() {
        RememberedTokens tokens = tokens(Duration.ofMinutes(1));
        tokens.decode("a");

        assertThatThrownBy(() -> tokens.decode("aforged")).isInstanceOf(BadJwtException.class);
        assertThatThrownBy(() -> tokens.decode("aforged")).isInstanceOf(BadJwtException.class);
        assertThat(checked).containsExactly("a", "aforged", "aforged");
    }

    @Test
    void whatIsRememberedEndsAtItsTime() {
        RememberedTokens tokens = tokens(Duration.ofMinutes(1));
        tokens.decode("a");

        now = NOW.plusSeconds(60).plus(SKEW).plusMillis(1);

        assertThatThrownBy(() -> tokens.decode("a")).isInstanceOf(JwtValidationException.class);
    }

    @Test
    void afterAMomentItIsCheckedAgain() {
        RememberedTokens tokens = tokens(Duration.ZERO);

        tokens.decode("a");
        tokens.decode("a");

        assertThat(checked).containsExactly("a", "a");
    }

    /** Expire a minute after {@link #NOW}. */
    private RememberedTokens tokens(Duration moment) {
        return new RememberedTokens(this::check, moment, SKEW, clock(() -> now));
    }

    private Jwt check(String token) {
        checked.add(token);
        if (token.endsWith("forged")) {
            throw new BadJwtException("forged");
        }
        return Jwt.withTokenValue(token)
                .header("alg", "RS256")
                .subject("4421")
                .expiresAt(NOW.plusSeconds(60))
                .build();
    }

    private static Clock clock(InstantSource source) {
        return source.withZone(ZoneOffset.UTC);
    }
}
