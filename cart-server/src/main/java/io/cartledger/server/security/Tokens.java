package io.cartledger.server.security;

import com.nimbusds.jose.jwk.source.JWKSource;
import com.nimbusds.jose.jwk.source.JWKSourceBuilder;
import com.nimbusds.jose.jwk.source.RateLimitReachedException;
import com.nimbusds.jose.proc.SecurityContext;
import com.nimbusds.jose.util.DefaultResourceRetriever;
import io.cartledger.server.config.StartupFailure;
import java.net.MalformedURLException;
import java.net.URI;
import java.net.URL;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.springframework.security.oauth2.core.DelegatingOAuth2TokenValidator;
import org.springframework.security.oauth2.core.OAuth2Error;
import org.springframework.security.oauth2.core.OAuth2ErrorCodes;
import org.springframework.security.oauth2.core.OAuth2TokenValidator;
import org.springframework.security.oauth2.core.OAuth2TokenValidatorResult;
import org.springframework.security.oauth2.jose.jws.SignatureAlgorithm;
import org.springframework.security.oauth2.jwt.Jwt;
import org.springframework.security.oauth2.jwt.JwtDecoder;
import org.springframework.security.oauth2.jwt.JwtIssuerValidator;
import org.springframework.security.oauth2.jwt.JwtTimestampValidator;
import org.springframework.security.oauth2.jwt.JwtTypeValidator;
import org.springframework.security.oauth2.jwt.NimbusJwtDecoder;

/**
 * Which tokens hold: signed by the issuer with a key pair of its own (RFC 8725 section 3.1: never by a shared secret, and
 * never by a key that the token brings along), for this service, of now, with a subject, and not for long.
 */
final class Tokens {

    private static final Duration CLOCK_SKEW = Duration.ofSeconds(30);
    private static final Duration LONGEST_LIFE = Duration.ofHours(24);

    private static final int CONNECT_MILLIS = 1_000;
    private static final int READ_MILLIS = 2_000;
    private static final int MOST_BYTES = 256 * 1024;
    /** A new key of the issuer's own is published a minute before it signs: by then every node has looked. */
    private static final Duration KEYS_FRESH = Duration.ofSeconds(20);

    private static final Duration KEYS_RENEWED = Duration.ofSeconds(5); // before they are no longer fresh
    private static final Duration KEYS_USABLE = Duration.ofHours(4);
    private static final Duration SHORTEST_LOOK = Duration.ofSeconds(1); // strangers name keys that there are not

    /** Visible ASCII, as OpenID Connect has it (Core, section 2): it comes into events and logs. */
    private static final Pattern SUBJECT = Pattern.compile("[\\x21-\\x7e]{1,64}");

    private static final Pattern PLAIN = Pattern.compile("[\\x21-\\x7e]{1,255}");

    private Tokens() {}

    static JwtDecoder decoder(JWKSource<SecurityContext> keys, SecurityProperties properties) {
        NimbusJwtDecoder decoder = NimbusJwtDecoder.withJwkSource(keys)
                .jwsAlgorithm(SignatureAlgorithm.RS256)
                .jwsAlgorithm(SignatureAlgorithm.PS256)
                .jwsAlgorithm(SignatureAlgorithm.ES256)
                .build();
        var type = new JwtTypeValidator("JWT", "at+jwt", "application/at+jwt");
        type.setAllowEmpty(true);
        decoder.setJwtValidator(new DelegatingOAuth2TokenValidator<>(
                type,
                new JwtTimestampValidator(CLOCK_SKEW),
                new JwtIssuerValidator(properties.issuer()),
                rule(
                        "aud",
                        jwt -> jwt.getAudience() != null && jwt.getAudience().contains(properties.audience())),
                rule("exp", Tokens::isShortLived),
                rule(
                        "sub",
                        jwt -> jwt.getSubject() != null
                                && SUBJECT.matcher(jwt.getSubject()).matches()),
                rule("client_id", jwt -> isPlain(client(jwt))),
                rule("sid", jwt -> isPlain(jwt.getClaimAsString("sid")))));
        return new RememberedTokens(decoder, KEYS_FRESH, CLOCK_SKEW, Clock.systemUTC());
    }

    private interface Rule {
        boolean holds(Jwt jwt);
    }

    private static OAuth2TokenValidator<Jwt> rule(String claim, Rule rule) {
        var error = new OAuth2Error(OAuth2ErrorCodes.INVALID_TOKEN, "The claim " + claim + " is not valid", null);
        return jwt ->
                rule.holds(jwt) ? OAuth2TokenValidatorResult.success() : OAuth2TokenValidatorResult.failure(error);
    }

    private static boolean isPlain(@Nullable String claim) {
        return claim == null || PLAIN.matcher(claim).matches();
    }

    private static boolean isShortLived(Jwt jwt) {
        return jwt.getExpiresAt() != null
                && jwt.getExpiresAt().isBefore(Instant.now().plus(LONGEST_LIFE));
    }

    /** The client that a token was given to: RFC 9068 section 2.2, or as OpenID Connect says it. */
    static @Nullable String client(Jwt jwt) {
        String client = jwt.getClaimAsString("client_id");
        return client == null ? jwt.getClaimAsString("azp") : client;
    }

    /** Another issuer's keys: kept, and looked for again when a token names one that is not among them. */
    static JWKSource<SecurityContext> keysAt(URI uri) {
        var retriever = new DefaultResourceRetriever(CONNECT_MILLIS, READ_MILLIS, MOST_BYTES);
        JWKSource<SecurityContext> source = JWKSourceBuilder.<SecurityContext>create(url(uri), retriever)
                .cache(KEYS_FRESH.toMillis(), READ_MILLIS)
                .refreshAheadCache(KEYS_RENEWED.toMillis(), true)
                .rateLimited(SHORTEST_LOOK.toMillis())
                .retrying(true)
                .outageTolerant(KEYS_USABLE.toMillis())
                .build();
        return (selector, context) -> {
            try {
                return source.get(selector, context);
            } catch (RateLimitReachedException e) {
                return List.of(); // looked for a moment ago: it is unknown, and the issuer is there
            }
        };
    }

    private static URL url(URI uri) {
        try {
            return uri.toURL();
        } catch (MalformedURLException | IllegalArgumentException e) {
            throw new StartupFailure("cart.security.jwk-set-uri must be an http or https URL, not " + uri, e);
        }
    }
}
