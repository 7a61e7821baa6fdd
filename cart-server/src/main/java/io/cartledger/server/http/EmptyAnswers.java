package io.cartledger.server.http;

import io.cartledger.http.Problem;
import io.cartledger.http.ProblemType;
import org.jspecify.annotations.Nullable;
import org.springframework.core.MethodParameter;
import org.springframework.core.annotation.Order;
import org.springframework.http.HttpStatus;
import org.springframework.http.MediaType;
import org.springframework.http.converter.HttpMessageConverter;
import org.springframework.http.server.ServerHttpRequest;
import org.springframework.http.server.ServerHttpResponse;
import org.springframework.http.server.ServletServerHttpResponse;
import org.springframework.web.bind.annotation.RestControllerAdvice;
import org.springframework.web.servlet.mvc.method.annotation.ResponseBodyAdvice;

/** Tells as a problem what {@code /actuator} says by its status alone: that it has no such part. */
@RestControllerAdvice
@Order(0) // before it is counted
final class EmptyAnswers implements ResponseBodyAdvice<Object> {

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
        boolean saysNothing = body == null
                && response instanceof ServletServerHttpResponse servlet
                && servlet.getServletResponse().getStatus() == HttpStatus.NOT_FOUND.value();
        if (!saysNothing) {
            return body;
        }
        response.getHeaders().setContentType(MediaType.parseMediaType(Problem.MEDIA_TYPE));
        return Problem.of(ProblemType.ROUTE_NOT_FOUND, FaultProblems.ROUTES);
    }
}
