package io.cartledger.bench.peer;

import jakarta.servlet.FilterChain;
import jakarta.servlet.ServletException;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnProperty;
import org.springframework.context.annotation.Bean;
import org.springframework.core.Ordered;
import org.springframework.core.annotation.Order;
import org.springframework.security.core.authority.AuthorityUtils;
import org.springframework.security.core.context.SecurityContextHolder;
import org.springframework.security.core.context.SecurityContextImpl;
import org.springframework.security.oauth2.jwt.Jwt;
import org.springframework.security.oauth2.server.resource.authentication.JwtAuthenticationToken;
import org.springframework.security.web.DefaultSecurityFilterChain;
import org.springframework.security.web.SecurityFilterChain;
import org.springframework.web.filter.OncePerRequestFilter;

/** Takes the service's security away: nobody sends a token, and everybody is the shop's back end. */
@AutoConfiguration
@ConditionalOnProperty("bench.open")
public class OpenDoor {

    private static final String SCOPES = "cart:any cart:admin";

    @Bean
    @Order(Ordered.HIGHEST_PRECEDENCE)
    SecurityFilterChain openDoor() {
        // Not AnyRequestMatcher: Spring Security refuses chains behind one that says that nothing gets past it.
        return new DefaultSecurityFilterChain(request -> true, new EverybodyIsTheBackEnd());
    }

    private static final class EverybodyIsTheBackEnd extends OncePerRequestFilter {

        private final SecurityContextImpl context = new SecurityContextImpl(new JwtAuthenticationToken(
                Jwt.withTokenValue("none")
                        .header("alg", "none")
                        .subject("shop")
                        .claim("client_id", "bench")
                        .claim("scope", SCOPES)
                        .build(),
                AuthorityUtils.createAuthorityList("SCOPE_cart:any", "SCOPE_cart:admin")));

        @Override
        protected void doFilterInternal(HttpServletRequest request, HttpServletResponse response, FilterChain chain)
                throws ServletException, IOException {
            SecurityContextHolder.setContext(context);
            try {
                chain.doFilter(request, response);
            } finally {
                SecurityContextHolder.clearContext();
            }
        }
    }
}
