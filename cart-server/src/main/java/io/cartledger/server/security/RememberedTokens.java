package io.cartledger.server.security;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import java.time.Clock;
import java.time.Duration;
import org.springframework.security.oauth2.jwt.Jwt;
import org.springframework.security.oauth2.jwt.JwtDecoder;
import org.springframework.security.oauth2.jwt.JwtTimestampValidator;
import org.springframework.security.oauth2.jwt.JwtValidationException;

/**
 * Tokens that were found good a moment ago are not checked again, but for their time: a signature costs as much as the rest
 * of a command. A key that its issuer withdraws counts for that moment more, after the one for which keys are remembered.
 */
final class RememberedTokens implements JwtDecoder {

    /** Some 2 KiB each, 16 KiB at most. */
    private static final int MOST = 10_000;

    private final JwtDecoder decoder;
    private final JwtTimestampValidator times;
    private final Cache<String, Jwt> good;

    /**
     * @param decoder checks tokens, and throws for those that do not hold
     * @param moment how long they are remembered
     * @param skew by how much the issuer's clock may differ
     */
    RememberedTokens(JwtDecoder decoder, Duration moment, Duration skew, Clock clock) {
        this.decoder = decoder;
        this.times = new JwtTimestampValidator(skew);
        this.times.setClock(clock);
        this.good = Caffeine.newBuilder()
                .maximumSize(MOST)
                .expireAfterWrite(moment)
                .executor(Runnable::run)
                .build();
    }

    @Override
    public Jwt decode(String token) {
        Jwt known = good.getIfPresent(token);
        if (known == null) {
            Jwt jwt = decoder.decode(token);
            good.put(token, jwt);
            return jwt;
        }
        var now = times.validate(known);
        if (now.hasErrors()) {
            throw new JwtValidationException("The token is no longer valid", now.getErrors());
        }
        return known;
    }
}
