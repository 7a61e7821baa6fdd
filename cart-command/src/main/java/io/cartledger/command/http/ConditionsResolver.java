package io.cartledger.command.http;

import io.cartledger.cart.Caller;
import io.cartledger.command.ledger.KeyedHash;
import io.cartledger.http.MalformedHeaderException;
import io.cartledger.http.Preconditions;
import io.cartledger.ledger.Origin;
import jakarta.servlet.http.HttpServletRequest;
import java.util.Collections;
import java.util.List;
import java.util.Objects;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import org.springframework.core.MethodParameter;
import org.springframework.web.bind.support.WebDataBinderFactory;
import org.springframework.web.context.request.NativeWebRequest;
import org.springframework.web.method.support.HandlerMethodArgumentResolver;
import org.springframework.web.method.support.ModelAndViewContainer;

/** Gives the routes of commands their {@link Conditions}, from the request's headers. */
final class ConditionsResolver implements HandlerMethodArgumentResolver {

    private final Function<HttpServletRequest, Caller> callers;
    private final Function<HttpServletRequest, Origin> origins;
    private final KeyedHash hash;

    ConditionsResolver(
            Function<HttpServletRequest, Caller> callers,
            Function<HttpServletRequest, Origin> origins,
            KeyedHash hash) {
        this.callers = callers;
        this.origins = origins;
        this.hash = hash;
    }

    @Override
    public boolean supportsParameter(MethodParameter parameter) {
        return parameter.getParameterType() == Conditions.class;
    }

    @Override
    public Conditions resolveArgument(
            MethodParameter parameter,
            @Nullable ModelAndViewContainer container,
            NativeWebRequest webRequest,
            @Nullable WebDataBinderFactory binders) {
        var request = Objects.requireNonNull(webRequest.getNativeRequest(HttpServletRequest.class));
        String key = single(request, IdempotencyKeys.HEADER);
        return new Conditions(
                callers.apply(request),
                Preconditions.parse(all(request, "If-Match"), all(request, "If-None-Match")),
                key == null ? null : IdempotencyKeys.parse(key),
                request.getMethod() + " " + request.getRequestURI(),
                origins.apply(request),
                hash);
    }

    private static List<String> all(HttpServletRequest request, String header) {
        return Collections.list(request.getHeaders(header));
    }

    private static @Nullable String single(HttpServletRequest request, String header) {
        List<String> values = all(request, header);
        if (values.size() > 1) {
            throw new MalformedHeaderException(header, "must come once", String.join(", ", values));
        }
        return values.isEmpty() ? null : values.getFirst();
    }
}
