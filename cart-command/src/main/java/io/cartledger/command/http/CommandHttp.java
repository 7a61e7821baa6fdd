package io.cartledger.command.http;

import io.cartledger.cart.Caller;
import io.cartledger.command.ledger.KeyedHash;
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
    private final KeyedHash hash;

    /**
     * @param callers says who sends a request
     * @param origins says what is recorded of where it came from
     * @param hash recognises a request that is sent again
     */
    CommandHttp(
            Function<HttpServletRequest, Caller> callers,
            Function<HttpServletRequest, Origin> origins,
            KeyedHash hash) {
        this.callers = callers;
        this.origins = origins;
        this.hash = hash;
    }

    @Override
    public void addArgumentResolvers(List<HandlerMethodArgumentResolver> resolvers) {
        resolvers.add(new ConditionsResolver(callers, origins, hash));
    }
}
