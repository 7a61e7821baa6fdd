package io.cartledger.server.security;

import io.cartledger.cart.Caller;
import io.cartledger.cart.GuestId;
import io.cartledger.cart.InvalidValueException;
import io.cartledger.server.http.Identity;
import io.cartledger.server.security.GuestCookies.Held;
import io.cartledger.server.security.Policy.Row;
import jakarta.servlet.DispatcherType;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpHeaders;
import org.springframework.security.core.authority.AuthorityUtils;
import org.springframework.security.core.context.SecurityContextHolder;
import org.springframework.security.oauth2.jwt.Jwt;
import org.springframework.security.oauth2.server.resource.authentication.JwtAuthenticationToken;
import org.springframework.web.servlet.HandlerInterceptor;
import org.springframework.web.servlet.HandlerMapping;

/**
 * Lets requests through to the routes that {@link Policy} opens to them, by the very route that Spring has chosen, and
 * notes who they are from. Tokens have been checked before.
 */
final class Doorkeeper implements HandlerInterceptor {

    private final GuestCookies cookies;
    private final OtherSites otherSites;

    Doorkeeper(GuestCookies cookies, OtherSites otherSites) {
        this.cookies = cookies;
        this.otherSites = otherSites;
    }

    /** @throws NotAllowedException if the policy says no */
    @Override
    public boolean preHandle(HttpServletRequest request, HttpServletResponse response, Object handler) {
        String route = String.valueOf(request.getAttribute(HandlerMapping.BEST_MATCHING_PATTERN_ATTRIBUTE));
        if (request.getDispatcherType() == DispatcherType.ERROR
                || request.getMethod().equals("OPTIONS")
                || Policy.isOpenToAll(route)) {
            return true;
        }
        Row row = Policy.find(request.getMethod(), route).orElseThrow(NotAllowedException::toAnybody);
        Optional<Held> cookie = cookies.read(request);
        GuestId guest = cookie.map(Held::guest).orElse(null);
        if (SecurityContextHolder.getContext().getAuthentication() instanceof JwtAuthenticationToken token) {
            identity(row, token, guest).noteIn(request);
        } else {
            guest(row, cookie, request, response).noteIn(request);
        }
        return true;
    }

    private static Identity identity(Row row, JwtAuthenticationToken token, @Nullable GuestId guest) {
        Caller.Kind kind = row.kindOf(AuthorityUtils.authorityListToSet(token.getAuthorities()))
                .orElseThrow(() -> NotAllowedException.byScope(row.scopes()));
        Jwt jwt = token.getToken();
        var caller =
                new Caller(kind, Objects.requireNonNull(jwt.getSubject()), kind == Caller.Kind.CUSTOMER ? guest : null);
        try {
            caller.owner();
        } catch (InvalidValueException e) {
            throw NotAllowedException.bySubject(e);
        }
        String session = jwt.getClaimAsString("sid");
        String guestSession = guest == null ? null : guest.value();
        return new Identity(caller, Tokens.client(jwt), session == null ? guestSession : session);
    }

    private Identity guest(Row row, Optional<Held> cookie, HttpServletRequest request, HttpServletResponse response) {
        boolean begins = cookie.isEmpty() && row.cookie();
        if (!row.isOpenTo(Caller.Kind.GUEST) || (cookie.isEmpty() && !begins)) {
            throw NotAllowedException.withoutToken(row);
        }
        boolean elsewhere = otherSites.sent(request);
        if (elsewhere && !row.reads()) {
            throw NotAllowedException.fromOtherSite();
        }
        GuestId guest = cookie.map(Held::guest).orElseGet(GuestCookies::newGuest);
        // A page of another site must not put another cart in the place of the one that a guest has.
        if (!elsewhere && cookie.map(Held::isOld).orElse(true)) {
            response.addHeader(HttpHeaders.SET_COOKIE, cookies.make(guest, request.isSecure()));
        }
        return new Identity(new Caller(Caller.Kind.GUEST, guest.value()), null, guest.value());
    }
}
