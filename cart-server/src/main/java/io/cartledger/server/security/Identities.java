package io.cartledger.server.security;

import io.cartledger.cart.Caller;
import io.cartledger.cart.InvalidValueException;
import io.cartledger.server.http.Identity;
import io.cartledger.server.security.GuestCookies.Held;
import jakarta.servlet.http.HttpServletRequest;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.springframework.security.core.authority.AuthorityUtils;
import org.springframework.security.core.context.SecurityContextHolder;
import org.springframework.security.oauth2.jwt.Jwt;
import org.springframework.security.oauth2.server.resource.authentication.JwtAuthenticationToken;

/** Who the token, which has been checked before, or the cookie of a request says that it is from. */
final class Identities {

    private final GuestCookies cookies;

    Identities(GuestCookies cookies) {
        this.cookies = cookies;
    }

    /** The token of the request that this thread works on, or null. */
    static @Nullable JwtAuthenticationToken token() {
        return SecurityContextHolder.getContext().getAuthentication() instanceof JwtAuthenticationToken token
                ? token
                : null;
    }

    static Set<String> authorities(JwtAuthenticationToken token) {
        return AuthorityUtils.authorityListToSet(token.getAuthorities());
    }

    /**
     * @param kind in what capacity they act
     * @throws NotAllowedException if nobody can have the token's subject in it
     */
    Identity of(Caller.Kind kind, Jwt jwt, HttpServletRequest request) {
        String subject = Objects.requireNonNull(jwt.getSubject(), "a token without a subject does not hold");
        Held cookie = kind == Caller.Kind.CUSTOMER ? cookies.read(request).orElse(null) : null;
        var caller = new Caller(kind, subject, cookie == null ? null : cookie.guest());
        try {
            caller.owner();
        } catch (InvalidValueException e) {
            throw NotAllowedException.bySubject(e);
        }
        String session = jwt.getClaimAsString("sid");
        String guestSession = cookie == null ? null : cookie.session();
        return new Identity(caller, Tokens.client(jwt), session == null ? guestSession : session);
    }

    static Identity of(Held cookie) {
        return new Identity(new Caller(Caller.Kind.GUEST, cookie.guest().value()), null, cookie.session());
    }

    /** Of a request that has come to no route, in the capacity that opens one. */
    Optional<Identity> elsewhere(HttpServletRequest request) {
        JwtAuthenticationToken token = token();
        return token == null
                ? cookies.read(request).map(Identities::of)
                : Policy.kindElsewhere(authorities(token)).map(kind -> of(kind, token.getToken(), request));
    }
}
