package io.cartledger.server.security;

import io.cartledger.cart.Caller;
import io.cartledger.server.http.Identity;
import io.cartledger.server.security.GuestCookies.Held;
import io.cartledger.server.security.Policy.Row;
import jakarta.servlet.DispatcherType;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.util.Optional;
import java.util.Set;
import org.springframework.http.HttpHeaders;
import org.springframework.security.oauth2.server.resource.authentication.JwtAuthenticationToken;
import org.springframework.web.servlet.HandlerInterceptor;
import org.springframework.web.servlet.HandlerMapping;

/**
 * Lets requests through to the routes that {@link Policy} opens to them, by the very route that Spring has chosen, and
 * notes who they are from. Tokens have been checked before.
 */
final class Doorkeeper implements HandlerInterceptor {

    private final GuestCookies cookies;
    private final Identities identities;
    private final OtherSites otherSites;

    Doorkeeper(GuestCookies cookies, OtherSites otherSites) {
        this.cookies = cookies;
        this.identities = new Identities(cookies);
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
        JwtAuthenticationToken token = Identities.token();
        if (token == null) {
            guest(row, request, response).noteIn(request);
        } else {
            let(row, token, request);
        }
        return true;
    }

    /** Who is refused is noted, too, for whoever asks later who it was. */
    private void let(Row row, JwtAuthenticationToken token, HttpServletRequest request) {
        Set<String> authorities = Identities.authorities(token);
        Optional<Caller.Kind> kind = row.kindOf(authorities);
        kind.or(() -> Policy.kindElsewhere(authorities))
                .ifPresent(
                        known -> identities.of(known, token.getToken(), request).noteIn(request));
        if (kind.isEmpty()) {
            throw NotAllowedException.byScope(row.scopes());
        }
    }

    private Identity guest(Row row, HttpServletRequest request, HttpServletResponse response) {
        Optional<Held> cookie = cookies.read(request);
        boolean begins = cookie.isEmpty() && row.cookie();
        if (!row.isOpenTo(Caller.Kind.GUEST) || (cookie.isEmpty() && !begins)) {
            throw NotAllowedException.withoutToken(row);
        }
        boolean elsewhere = otherSites.sent(request);
        if (elsewhere && !row.reads()) {
            throw NotAllowedException.fromOtherSite();
        }
        Held held = cookie.orElseGet(GuestCookies::newGuest);
        // A page of another site must not put another cart in the place of the one that a guest has.
        if (!elsewhere && held.isOld()) {
            response.addHeader(HttpHeaders.SET_COOKIE, cookies.make(held, request.isSecure()));
        }
        return Identities.of(held);
    }
}
