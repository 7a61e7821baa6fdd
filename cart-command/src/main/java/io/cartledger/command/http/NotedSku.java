package io.cartledger.command.http;

import io.cartledger.command.http.Requests.AddItemBody;
import jakarta.servlet.http.HttpServletRequest;
import java.lang.reflect.Type;
import org.jspecify.annotations.Nullable;
import org.springframework.core.MethodParameter;
import org.springframework.http.HttpInputMessage;
import org.springframework.http.converter.HttpMessageConverter;
import org.springframework.web.bind.annotation.RestControllerAdvice;
import org.springframework.web.context.request.RequestAttributes;
import org.springframework.web.context.request.RequestContextHolder;
import org.springframework.web.servlet.mvc.method.annotation.RequestBodyAdviceAdapter;

/** Notes which SKU is to be added, for the access log: it stands in the body alone. */
@RestControllerAdvice
public final class NotedSku extends RequestBodyAdviceAdapter {

    private static final String ATTRIBUTE = NotedSku.class.getName();

    /** What was noted, as text that has not been checked; null if the request adds nothing. */
    public static @Nullable Object of(HttpServletRequest request) {
        return request.getAttribute(ATTRIBUTE);
    }

    @Override
    public boolean supports(
            MethodParameter parameter, Type type, Class<? extends HttpMessageConverter<?>> converterType) {
        return type == AddItemBody.class;
    }

    @Override
    public Object afterBodyRead(
            Object body,
            HttpInputMessage message,
            MethodParameter parameter,
            Type type,
            Class<? extends HttpMessageConverter<?>> converterType) {
        if (body instanceof AddItemBody item) { // JSON's null is no body at all
            note(item.sku());
        }
        return body;
    }

    static void note(@Nullable String sku) {
        if (sku != null) {
            RequestContextHolder.currentRequestAttributes()
                    .setAttribute(ATTRIBUTE, sku, RequestAttributes.SCOPE_REQUEST);
        }
    }
}
