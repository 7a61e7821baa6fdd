package io.cartledger.server.http;

import io.cartledger.cart.InvalidValueException;
import io.cartledger.http.Problem;
import io.cartledger.http.ProblemType;
import java.nio.charset.CharacterCodingException;
import java.util.Collection;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.springframework.http.converter.HttpMessageNotReadableException;
import tools.jackson.core.JacksonException;
import tools.jackson.core.exc.JacksonIOException;
import tools.jackson.core.exc.StreamConstraintsException;
import tools.jackson.core.exc.StreamReadException;
import tools.jackson.databind.exc.MismatchedInputException;
import tools.jackson.databind.exc.UnrecognizedPropertyException;

/** What was wrong with a body that could not be read, in words of our own: Jackson's name our classes. */
final class UnreadableBody {

    private UnreadableBody() {}

    static Problem problem(HttpMessageNotReadableException unreadable) {
        for (Throwable cause = unreadable.getCause(); cause != null; cause = cause.getCause()) {
            if (cause instanceof InvalidValueException e) {
                return Problem.of(ProblemType.INVALID_VALUE, String.valueOf(e.getMessage()), e.field());
            }
        }
        return switch (unreadable.getCause()) {
            case UnrecognizedPropertyException e ->
                malformed(shown(path(e)) + " is not a field of this request: leave it out", shown(path(e)));
            case MismatchedInputException e
            when !path(e).isEmpty() ->
                malformed(shown(path(e)) + " must be " + jsonType(e.getTargetType()), shown(path(e)));
            case MismatchedInputException e ->
                malformed("the body must be one JSON " + (isArray(e) ? "array" : "object"), "body");
            case StreamConstraintsException e -> malformed("the body is nested too deep or has too long parts", "body");
            case StreamReadException e -> malformed("the body is not JSON, " + place(e), "body");
            case JacksonIOException e
            when e.getCause() instanceof CharacterCodingException -> malformed("the body must be UTF-8", "body");
            case null, default -> malformed("a body is required, in JSON", "body");
        };
    }

    private static Problem malformed(String detail, @Nullable String field) {
        return Problem.of(ProblemType.MALFORMED_REQUEST, detail, field);
    }

    private static boolean isArray(MismatchedInputException e) {
        return e.getTargetType() != null && Collection.class.isAssignableFrom(e.getTargetType());
    }

    private static String jsonType(@Nullable Class<?> type) {
        return type == String.class ? "a string" : "an object";
    }

    /** For example {@code options.engraving}, or {@code [2].sku}. */
    private static String path(JacksonException e) {
        return e.getPath().stream()
                .map(reference -> reference.getPropertyName() == null
                        ? "[" + reference.getIndex() + "]"
                        : reference.getPropertyName())
                .collect(Collectors.joining("."));
    }

    /** Names come from outside: bounded, and nothing that is not printable. */
    private static String shown(String name) {
        String printable = name.replaceAll("[^\\x20-\\x7e]", "?");
        return printable.length() > 64 ? printable.substring(0, 64) + "…" : printable;
    }

    private static String place(StreamReadException e) {
        boolean duplicate = String.valueOf(e.getOriginalMessage()).startsWith("Duplicate");
        var at = e.getLocation();
        String place = at == null ? "" : " at line " + at.getLineNr() + ", column " + at.getColumnNr();
        return (duplicate ? "it has a field twice" : "it is broken") + place;
    }
}
