package io.cartledger.server.http;

import io.cartledger.http.Problem;
import io.micrometer.core.instrument.MeterRegistry;
import org.jspecify.annotations.Nullable;
import org.springframework.core.MethodParameter;
import org.springframework.http.MediaType;
import org.springframework.http.converter.HttpMessageConverter;
import org.springframework.http.server.ServerHttpRequest;
import org.springframework.http.server.ServerHttpResponse;
import org.springframework.web.bind.annotation.RestControllerAdvice;
import org.springframework.web.servlet.mvc.method.annotation.ResponseBodyAdvice;

/** Counts and notes the problems that routes answer with, by code: the status alone does not say what to do. */
@RestControllerAdvice
final class ProblemCounter implements ResponseBodyAdvice<Object> {

    /** The request's attribute for what was counted. */
    static final String CODE = ProblemCounter.class.getName();

    private final MeterRegistry meters;

    ProblemCounter(MeterRegistry meters) {
        this.meters = meters;
    }

    @Override
    public boolean supports(MethodParameter returnType, Class<? extends HttpMessageConverter<?>> converterType) {
        return true;
    }

    @Override
    public @Nullable Object beforeBodyWrite(
            @Nullable Object body,
            MethodParameter returnType,
            MediaType contentType,
            Class<? extends HttpMessageConverter<?>> converterType,
            ServerHttpRequest request,
            ServerHttpResponse response) {
        if (body instanceof Problem problem) {
            meters.counter("cart.problems", "code", problem.code()).increment();
            request.getAttributes().put(CODE, problem.code());
        }
        return body;
    }
}
