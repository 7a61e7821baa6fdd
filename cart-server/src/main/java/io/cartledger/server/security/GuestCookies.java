package io.cartledger.server.security;

import com.nimbusds.jose.JOSEException;
import com.nimbusds.jose.JWSAlgorithm;
import com.nimbusds.jose.JWSHeader;
import com.nimbusds.jose.crypto.MACSigner;
import com.nimbusds.jose.crypto.MACVerifier;
import com.nimbusds.jwt.JWTClaimsSet;
import com.nimbusds.jwt.SignedJWT;
import io.cartledger.cart.GuestId;
import io.cartledger.server.vault.Keyring;
import jakarta.servlet.http.Cookie;
import jakarta.servlet.http.HttpServletRequest;
import java.text.ParseException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Date;
import java.util.Optional;
import java.util.UUID;
import java.util.stream.Stream;
import org.springframework.http.ResponseCookie;

/**
 * What guests prove by that they are who they were: a cookie with their identifier, signed (a JWT with HS256, under a key
 * that all nodes share). It cannot be read by scripts, and comes along from pages of the shop's own site only.
 */
final class GuestCookies {

    static final String NAME = "cart_guest";

    private static final String SESSION = "sid";

    private final Keyring keys;
    private final Duration lifetime;
    private final Clock clock;

    /** @param lifetime of a cookie; one that is used is made anew when half of it has passed */
    GuestCookies(Keyring keys, Duration lifetime, Clock clock) {
        this.keys = keys;
        this.lifetime = lifetime;
        this.clock = clock;
    }

    /**
     * A cookie that holds.
     *
     * @param session the browser, which may be the person's and so is no part of what is recorded in the clear
     * @param isOld whether its owner should be given a new one
     */
    record Held(GuestId guest, String session, boolean isOld) {}

    /** For somebody who has none. */
    static Held newGuest() {
        return new Held(
                new GuestId(UUID.randomUUID().toString()), UUID.randomUUID().toString(), true);
    }

    /** The first that holds; one that is forged, of other keys or too old is as none. */
    Optional<Held> read(HttpServletRequest request) {
        return request.getCookies() == null
                ? Optional.empty()
                : Stream.of(request.getCookies())
                        .filter(cookie -> cookie.getName().equals(NAME))
                        .map(Cookie::getValue)
                        .flatMap(value -> read(value).stream())
                        .findFirst();
    }

    private Optional<Held> read(String value) {
        try {
            SignedJWT jwt = SignedJWT.parse(value);
            JWSHeader header = jwt.getHeader();
            Optional<Keyring.Key> key = header.getAlgorithm().equals(JWSAlgorithm.HS256) && header.getKeyID() != null
                    ? keys.find(header.getKeyID())
                    : Optional.empty();
            if (key.isEmpty() || !jwt.verify(new MACVerifier(key.get().secret()))) {
                return Optional.empty();
            }
            JWTClaimsSet claims = jwt.getJWTClaimsSet();
            Instant madeAt = claims.getIssueTime().toInstant();
            Duration age = Duration.between(madeAt, clock.instant());
            boolean isOld = age.compareTo(lifetime.dividedBy(2)) > 0
                    || !key.get().id().equals(keys.current().id());
            return age.compareTo(lifetime) > 0
                    ? Optional.empty()
                    : Optional.of(new Held(new GuestId(claims.getSubject()), claims.getStringClaim(SESSION), isOld));
        } catch (ParseException | JOSEException e) {
            return Optional.empty(); // whoever sends it has no cookie of ours
        }
    }

    /** A new cookie for the same guest and session, as the header Set-Cookie has it. */
    String make(Held held, boolean secure) {
        Keyring.Key key = keys.current();
        var header = new JWSHeader.Builder(JWSAlgorithm.HS256).keyID(key.id()).build();
        var claims = new JWTClaimsSet.Builder()
                .subject(held.guest().value())
                .claim(SESSION, held.session())
                .issueTime(Date.from(clock.instant()))
                .build();
        var jwt = new SignedJWT(header, claims);
        try {
            jwt.sign(new MACSigner(key.secret()));
        } catch (JOSEException e) {
            throw new IllegalStateException("the vault's keys sign cookies", e);
        }
        return ResponseCookie.from(NAME, jwt.serialize())
                .path("/")
                .maxAge(lifetime)
                .httpOnly(true)
                .secure(secure)
                .sameSite("Lax")
                .build()
                .toString();
    }
}
