package io.cartledger.server.http;

import io.cartledger.cart.Caller;
import io.cartledger.http.Preconditions;
import jakarta.servlet.http.HttpServletRequest;
import java.util.Collections;
import java.util.List;
import java.util.Objects;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import org.springframework.context.annotation.Configuration;
import org.springframework.core.MethodParameter;
import org.springframework.web.bind.support.WebDataBinderFactory;
import org.springframework.web.context.request.NativeWebRequest;
import org.springframework.web.method.support.HandlerMethodArgumentResolver;
import org.springframework.web.method.support.ModelAndViewContainer;
import org.springframework.web.servlet.config.annotation.WebMvcConfigurer;

/** Gives routes the caller and the preconditions of a request. */
@Configuration(proxyBeanMethods = false)
class CallerArguments implements WebMvcConfigurer {

    private final Function<HttpServletRequest, Caller> callers;

    CallerArguments(Function<HttpServletRequest, Caller> callers) {
        this.callers = callers;
    }

    @Override
    public void addArgumentResolvers(List<HandlerMethodArgumentResolver> resolvers) {
        resolvers.add(new Argument(Caller.class, callers::apply));
        resolvers.add(new Argument(Preconditions.class, CallerArguments::preconditions));
    }

    private static Preconditions preconditions(HttpServletRequest request) {
        return Preconditions.parse(
                Collections.list(request.getHeaders("If-Match")),
                Collections.list(request.getHeaders("If-None-Match")));
    }

    private record Argument(Class<?> type, Function<HttpServletRequest, Object> reading)
            implements HandlerMethodArgumentResolver {

        @Override
        public boolean supportsParameter(MethodParameter parameter) {
            return parameter.getParameterType() == type;
        }

        @Override
        public Object resolveArgument(
                MethodParameter parameter,
                @Nullable ModelAndViewContainer container,
                NativeWebRequest request,
                @Nullable WebDataBinderFactory binders) {
            return reading.apply(Objects.requireNonNull(request.getNativeRequest(HttpServletRequest.class)));
        }
    }
}
