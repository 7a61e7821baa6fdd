package io.cartledger.server.http;

import io.cartledger.cart.Caller;
import io.cartledger.command.refusal.RefusalRecorder;
import io.cartledger.query.http.ReadAnswers;
import io.cartledger.server.config.CartProperties;
import io.cartledger.server.config.CartProperties.Role;
import io.cartledger.server.config.ConditionalOnRole;
import io.micrometer.core.instrument.MeterRegistry;
import jakarta.servlet.http.HttpServletRequest;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.function.Function;
import org.springframework.boot.tomcat.servlet.TomcatServletWebServerFactory;
import org.springframework.boot.web.server.WebServerFactoryCustomizer;
import org.springframework.boot.web.servlet.FilterRegistrationBean;
import org.springframework.boot.webmvc.autoconfigure.WebMvcRegistrations;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.core.Ordered;
import org.springframework.web.cors.CorsConfiguration;
import org.springframework.web.cors.UrlBasedCorsConfigurationSource;
import org.springframework.web.filter.CorsFilter;
import org.springframework.web.servlet.mvc.method.annotation.RequestMappingHandlerMapping;

/** The filters, outermost first, and the container. */
@Configuration(proxyBeanMethods = false)
class HttpConfiguration {

    private static final Duration PREFLIGHT_VALID = Duration.ofHours(1);

    /** What scripts of other origins need to read besides the body. */
    private static final List<String> ANSWER_HEADERS = List.of(
            "ETag",
            "Location",
            "Retry-After",
            "RateLimit",
            "RateLimit-Policy",
            "Consistency-Token",
            "Feed-Cursor",
            "Idempotency-Replayed",
            ReadAnswers.RECORDED_AT,
            RequestIdFilter.HEADER);

    private static final Duration DRAIN_PATIENCE = Duration.ofSeconds(10);

    /** Who sends a request that has been let through. */
    @Bean
    Function<HttpServletRequest, Caller> callers() {
        return request -> Identity.of(request).orElseThrow().caller();
    }

    @Bean
    FilterRegistrationBean<RequestIdFilter> requestIdFilterRegistration() {
        var registration = new FilterRegistrationBean<>(new RequestIdFilter());
        registration.setOrder(Ordered.HIGHEST_PRECEDENCE);
        return registration;
    }

    @Bean
    FilterRegistrationBean<AccessLogFilter> accessLogFilterRegistration(Clock clock) {
        var registration = new FilterRegistrationBean<>(new AccessLogFilter(clock));
        registration.setOrder(Ordered.HIGHEST_PRECEDENCE + 1);
        return registration;
    }

    @Bean
    @ConditionalOnRole(Role.COMMAND)
    FilterRegistrationBean<RefusalFilter> refusalFilterRegistration(RefusalRecorder recorder, Clock clock) {
        var registration = new FilterRegistrationBean<>(new RefusalFilter(recorder, clock));
        registration.setOrder(Ordered.HIGHEST_PRECEDENCE + 2);
        return registration;
    }

    /** Before everything that refuses: a browser hides an answer that does not say who may read it. */
    @Bean
    FilterRegistrationBean<CorsFilter> corsFilterRegistration(CartProperties properties) {
        var cors = new CorsConfiguration();
        cors.setAllowedOrigins(properties.cors().allowedOrigins());
        cors.setAllowedMethods(List.of("GET", "POST", "PUT", "DELETE"));
        cors.setAllowedHeaders(List.of("*"));
        cors.setExposedHeaders(ANSWER_HEADERS);
        cors.setAllowCredentials(true); // guests have their carts by a cookie
        cors.setMaxAge(PREFLIGHT_VALID);
        var everywhere = new UrlBasedCorsConfigurationSource();
        everywhere.registerCorsConfiguration("/**", cors);
        var registration = new FilterRegistrationBean<>(new CorsFilter(everywhere));
        // Without any, also a page of the service's own would be refused behind a balancer that ends TLS.
        registration.setEnabled(!properties.cors().allowedOrigins().isEmpty());
        registration.setOrder(Ordered.HIGHEST_PRECEDENCE + 3);
        return registration;
    }

    /** Before a request takes a place among those that are worked on. */
    @Bean
    FilterRegistrationBean<BodyLimitFilter> bodyLimitFilterRegistration(CartProperties properties) {
        var registration =
                new FilterRegistrationBean<>(new BodyLimitFilter(properties.maxBodySize(), properties.bodyTimeout()));
        registration.setOrder(Ordered.HIGHEST_PRECEDENCE + 4);
        return registration;
    }

    @Bean
    FilterRegistrationBean<AdmissionFilter> admissionFilterRegistration(
            CartProperties properties, MeterRegistry meters) {
        var registration = new FilterRegistrationBean<>(new AdmissionFilter(
                properties.maxRequests(), properties.command().deadline().dividedBy(4), meters));
        registration.setOrder(Ordered.HIGHEST_PRECEDENCE + 6);
        return registration;
    }

    @Bean
    DrainFilter drainFilter(CartProperties properties) {
        return new DrainFilter(properties.stopDelay(), DRAIN_PATIENCE);
    }

    @Bean
    FilterRegistrationBean<DrainFilter> drainFilterRegistration(DrainFilter filter) {
        var registration = new FilterRegistrationBean<>(filter);
        registration.setOrder(Ordered.HIGHEST_PRECEDENCE + 7);
        return registration;
    }

    @Bean
    FilterRegistrationBean<PlainPathFilter> plainPathFilterRegistration() {
        var registration = new FilterRegistrationBean<>(new PlainPathFilter());
        registration.setOrder(Ordered.HIGHEST_PRECEDENCE + 8);
        return registration;
    }

    @Bean
    CutOffFilter cutOffFilter() {
        return new CutOffFilter();
    }

    @Bean
    FilterRegistrationBean<CutOffFilter> cutOffFilterRegistration(CutOffFilter filter) {
        var registration = new FilterRegistrationBean<>(filter);
        registration.setOrder(Ordered.HIGHEST_PRECEDENCE + 9);
        return registration;
    }

    @Bean
    FilterRegistrationBean<RequestFilter> onePieceFilterRegistration(DrainFilter drain) {
        var registration = new FilterRegistrationBean<RequestFilter>((request, response, chain) ->
                chain.doFilter(request, new OnePieceResponse(response, () -> !drain.isRunning())));
        registration.setName("onePieceFilter");
        registration.setOrder(Ordered.HIGHEST_PRECEDENCE + 10);
        return registration;
    }

    @Bean
    WebMvcRegistrations routing() {
        return new WebMvcRegistrations() {
            @Override
            public RequestMappingHandlerMapping getRequestMappingHandlerMapping() {
                return new PathFirstMapping();
            }
        };
    }

    /** What the container refuses by itself, before any filter, is a problem too. */
    @Bean
    WebServerFactoryCustomizer<TomcatServletWebServerFactory> containerProblems() {
        return factory -> factory.addContextCustomizers(context -> {
            if (context.getParent() instanceof org.apache.catalina.core.StandardHost host) {
                host.setErrorReportValveClass(ContainerProblems.class.getName());
            }
        });
    }
}
