package io.cartledger.server.security;

import com.nimbusds.jose.jwk.source.JWKSource;
import com.nimbusds.jose.proc.SecurityContext;
import io.cartledger.http.Problem;
import io.cartledger.http.ProblemType;
import io.cartledger.server.config.CartProperties;
import io.cartledger.server.database.Databases;
import io.cartledger.server.http.ProblemWriter;
import io.cartledger.server.vault.Keyring;
import io.cartledger.server.vault.MasterKey;
import java.time.Clock;
import java.util.function.Predicate;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.boot.actuate.autoconfigure.web.server.ManagementPortType;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.boot.health.actuate.endpoint.HealthEndpoint;
import org.springframework.boot.security.autoconfigure.actuate.web.servlet.EndpointRequest;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.core.Ordered;
import org.springframework.core.env.Environment;
import org.springframework.security.config.ObjectPostProcessor;
import org.springframework.security.config.annotation.web.builders.HttpSecurity;
import org.springframework.security.config.annotation.web.configurers.AbstractHttpConfigurer;
import org.springframework.security.config.observation.SecurityObservationSettings;
import org.springframework.security.oauth2.jwt.JwtDecoder;
import org.springframework.security.oauth2.server.resource.web.authentication.BearerTokenAuthenticationFilter;
import org.springframework.security.web.SecurityFilterChain;
import org.springframework.security.web.access.intercept.AuthorizationFilter;
import org.springframework.security.web.context.RequestAttributeSecurityContextRepository;
import org.springframework.security.web.firewall.HttpFirewall;
import org.springframework.security.web.firewall.RequestRejectedHandler;
import org.springframework.security.web.firewall.StrictHttpFirewall;
import org.springframework.web.servlet.config.annotation.InterceptorRegistry;
import org.springframework.web.servlet.config.annotation.WebMvcConfigurer;

/** Checks tokens on every route, and keeps {@code /actuator} for those who run the service. */
@Configuration(proxyBeanMethods = false)
@EnableConfigurationProperties(SecurityProperties.class)
class SecurityConfiguration {

    private static final String OPERATOR = "SCOPE_cart:admin";

    /** @param own keys of this node's own issuer, where it has that role */
    @Bean
    JwtDecoder jwtDecoder(ObjectProvider<JWKSource<SecurityContext>> own, SecurityProperties properties) {
        return Tokens.decoder(own.getIfAvailable(() -> Tokens.keysAt(properties.keys())), properties);
    }

    /** Requests are measured as a whole: what each filter of the chain takes would cost more than the filters. */
    @Bean
    SecurityObservationSettings securityObservations() {
        return SecurityObservationSettings.noObservations();
    }

    /** As it is, but for the regular expression that every header goes through. */
    @Bean
    HttpFirewall firewall() {
        var firewall = new StrictHttpFirewall();
        firewall.setAllowedHeaderNames(plainOr(StrictHttpFirewall.ALLOWED_HEADER_NAMES));
        firewall.setAllowedHeaderValues(plainOr(StrictHttpFirewall.ALLOWED_HEADER_VALUES));
        return firewall;
    }

    private static Predicate<String> plainOr(Predicate<String> rule) {
        return text -> isPlain(text) || rule.test(text);
    }

    private static boolean isPlain(String text) {
        for (int i = 0; i < text.length(); i++) {
            if (text.charAt(i) < ' ' || text.charAt(i) > '~') {
                return false;
            }
        }
        return true;
    }

    @Bean
    SecurityFilterChain serviceSecurity(HttpSecurity http, Environment environment, GuestCookies cookies)
            throws Exception {
        // On a port of its own, /actuator is for whoever reaches that port.
        boolean ownPort = ManagementPortType.get(environment) == ManagementPortType.DIFFERENT;
        var refusals = new TokenRefusals();
        return http.authorizeHttpRequests(requests -> {
                    var endpoints = requests.requestMatchers(EndpointRequest.to(HealthEndpoint.class))
                            .permitAll()
                            .requestMatchers(EndpointRequest.toAnyEndpoint());
                    if (ownPort) {
                        endpoints.permitAll();
                    } else {
                        endpoints.hasAuthority(OPERATOR);
                    }
                    requests.anyRequest().permitAll(); // what may be done there, the doorkeeper says
                })
                .oauth2ResourceServer(tokens -> tokens.jwt(jwt -> {})
                        .bearerTokenResolver(new OneToken())
                        .authenticationEntryPoint(refusals)
                        .accessDeniedHandler(refusals)
                        .withObjectPostProcessor(failingWith(refusals)))
                .addFilterAfter(new StrayCallers(new Identities(cookies)), AuthorizationFilter.class)
                .exceptionHandling(
                        handling -> handling.authenticationEntryPoint(refusals).accessDeniedHandler(refusals))
                .sessionManagement(AbstractHttpConfigurer::disable)
                .securityContext(
                        context -> context.securityContextRepository(new RequestAttributeSecurityContextRepository()))
                .csrf(AbstractHttpConfigurer::disable) // tokens are sent by nobody unasked; cookies: see OtherSites
                .requestCache(AbstractHttpConfigurer::disable)
                .logout(AbstractHttpConfigurer::disable)
                .anonymous(AbstractHttpConfigurer::disable)
                .headers(headers -> headers.cacheControl(cache -> cache.disable())) // routes say it themselves
                .build();
    }

    private static ObjectPostProcessor<BearerTokenAuthenticationFilter> failingWith(TokenRefusals refusals) {
        return new ObjectPostProcessor<>() {
            @Override
            public <O extends BearerTokenAuthenticationFilter> O postProcess(O filter) {
                filter.setAuthenticationFailureHandler(refusals);
                return filter;
            }
        };
    }

    /** Paths and headers that different software reads differently do not come as far as the routes. */
    @Bean
    RequestRejectedHandler rejectedRequests() {
        return (request, response, e) -> ProblemWriter.write(
                request,
                response,
                Problem.of(
                        ProblemType.MALFORMED_REQUEST,
                        "The method, path or headers are not plain: no double or encoded slashes, dots or percent signs,"
                                + " no control characters."));
    }

    @Bean
    GuestCookies guestCookies(Databases databases, MasterKey masterKey, SecurityProperties properties, Clock clock) {
        SecurityProperties.Guests guests = properties.guests();
        var purpose =
                new Keyring.Purpose("guest-cookie", guests.keyPeriod(), guests.cookieLifetime(), Keyring::newSecret);
        return new GuestCookies(new Keyring(databases.vault(), masterKey, purpose), guests.cookieLifetime(), clock);
    }

    @Bean
    WebMvcConfigurer doorkeeping(GuestCookies cookies, CartProperties properties) {
        var doorkeeper =
                new Doorkeeper(cookies, new OtherSites(properties.cors().allowedOrigins()));
        return new WebMvcConfigurer() {
            @Override
            public void addInterceptors(InterceptorRegistry registry) {
                registry.addInterceptor(doorkeeper).order(Ordered.HIGHEST_PRECEDENCE);
            }
        };
    }
}
