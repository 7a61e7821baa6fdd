package io.cartledger.command.http;

import io.cartledger.cart.Caller;
import io.cartledger.ledger.Origin;
import jakarta.servlet.http.HttpServletRequest;
import java.util.List;
import java.util.function.Function;
import org.springframework.context.annotation.Configuration;
import org.springframework.web.method.support.HandlerMethodArgumentResolver;
import org.springframework.web.servlet.config.annotation.WebMvcConfigurer;

/** What the routes of commands take besides bodies. */
@Configuration(proxyBeanMethods = false)
class CommandHttp implements WebMvcConfigurer {

    private final Function<HttpServletRequest, Caller> callers;
    private final Function<HttpServletRequest, Origin> origins;

    /**
     * @param callers says who sends a request
     * @param origins says what is recorded of where it came from
     */
    CommandHttp(Function<HttpServletRequest, Caller> callers, Function<HttpServletRequest, Origin> origins) {
        this.callers = callers;
        this.origins = origins;
    }

    @Override
    public void addArgumentResolvers(List<HandlerMethodArgumentResolver> resolvers) {
        resolvers.add(new ConditionsResolver(callers, origins));
    }
}
