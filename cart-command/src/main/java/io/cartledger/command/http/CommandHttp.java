package io.cartledger.command.http;

import io.cartledger.cart.Caller;
import jakarta.servlet.http.HttpServletRequest;
import java.time.Clock;
import java.util.List;
import java.util.function.Function;
import org.springframework.context.annotation.Configuration;
import org.springframework.web.method.support.HandlerMethodArgumentResolver;
import org.springframework.web.servlet.config.annotation.WebMvcConfigurer;

/** What the routes of commands take besides bodies. */
@Configuration(proxyBeanMethods = false)
class CommandHttp implements WebMvcConfigurer {

    private final Function<HttpServletRequest, Caller> callers;
    private final Clock clock;

    /** @param callers says who sends a request */
    CommandHttp(Function<HttpServletRequest, Caller> callers, Clock clock) {
        this.callers = callers;
        this.clock = clock;
    }

    @Override
    public void addArgumentResolvers(List<HandlerMethodArgumentResolver> resolvers) {
        resolvers.add(new ConditionsResolver(callers, clock));
    }
}
