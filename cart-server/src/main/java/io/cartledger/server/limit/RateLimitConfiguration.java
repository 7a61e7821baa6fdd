package io.cartledger.server.limit;

import io.cartledger.cart.Caller;
import io.cartledger.server.config.CartProperties;
import io.cartledger.server.config.RateLimits.Rate;
import io.cartledger.server.http.Identity;
import io.github.bucket4j.TimeMeter;
import io.micrometer.core.instrument.MeterRegistry;
import jakarta.servlet.http.HttpServletRequest;
import java.util.function.Function;
import org.springframework.boot.autoconfigure.condition.ConditionalOnBooleanProperty;
import org.springframework.boot.web.servlet.FilterRegistrationBean;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.core.Ordered;
import org.springframework.web.servlet.config.annotation.InterceptorRegistry;
import org.springframework.web.servlet.config.annotation.WebMvcConfigurer;

/** The limits, and where they stand. */
@Configuration(proxyBeanMethods = false)
@ConditionalOnBooleanProperty(name = "cart.rate-limits.enabled", matchIfMissing = true)
class RateLimitConfiguration implements WebMvcConfigurer {

    private final CartProperties properties;
    private final Function<HttpServletRequest, Caller> callers;
    private final MeterRegistry meters;

    RateLimitConfiguration(
            CartProperties properties, Function<HttpServletRequest, Caller> callers, MeterRegistry meters) {
        this.properties = properties;
        this.callers = callers;
        this.meters = meters;
    }

    /** After the body has been read, before a request takes a place. */
    @Bean
    FilterRegistrationBean<AddressLimitFilter> addressLimitFilterRegistration() {
        var filter = new AddressLimitFilter(limit("ip", properties.rateLimits().ip(), "from your address"));
        var registration = new FilterRegistrationBean<>(filter);
        registration.setOrder(Ordered.HIGHEST_PRECEDENCE + 5);
        return registration;
    }

    @Override
    public void addInterceptors(InterceptorRegistry interceptors) {
        interceptors
                .addInterceptor(new CallerLimits(
                        limit("client", properties.rateLimits().client(), "from this client"),
                        limit("cart", properties.rateLimits().cart(), "for one cart"),
                        RateLimitConfiguration::client,
                        callers))
                .excludePathPatterns("/error");
    }

    /** The software that a request is counted for; of those who shop by way of the same app, each counts alone. */
    private static String client(HttpServletRequest request) {
        Identity identity = Identity.of(request).orElseThrow();
        return identity.client() == null || !identity.caller().isTrusted()
                ? identity.caller().principal()
                : identity.client();
    }

    private RateLimit limit(String policy, Rate rate, String whose) {
        var limiter = new RateLimiter(policy, rate.share(properties.nodes()), TimeMeter.SYSTEM_NANOTIME);
        return new RateLimit(limiter, whose, meters);
    }
}
