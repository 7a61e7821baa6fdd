package io.cartledger.http;

import com.fasterxml.jackson.annotation.JsonAnyGetter;
import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonPropertyOrder;
import java.net.URI;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * An error as every answer tells it: {@code application/problem+json}, RFC 9457.
 *
 * @param type identifies the kind; compare it, or {@code code}, and nothing else
 * @param title the kind in words
 * @param status the HTTP status
 * @param detail what was wrong this time, with the value, and what to do
 * @param code the last part of the type, for convenience
 * @param field the part of the request that is to blame, if it is one: the name of a JSON member, a parameter or header
 * @param more members of this kind of problem alone, by name; see {@code docs/problems.md}
 */
@JsonInclude(JsonInclude.Include.NON_NULL)
@JsonPropertyOrder({"type", "title", "status", "detail", "code", "field"})
public record Problem(
        URI type,
        String title,
        int status,
        String detail,
        String code,
        @Nullable String field,
        @JsonAnyGetter Map<String, Object> more) {

    /** What a problem is sent as. */
    public static final String MEDIA_TYPE = "application/problem+json";

    private static final String TYPE_PREFIX = "urn:cartledger:problem:";

    /** A problem that is not about one part of the request. */
    public static Problem of(ProblemType type, String detail) {
        return of(type, detail, null);
    }

    /** A problem with one part of the request. */
    public static Problem of(ProblemType type, String detail, @Nullable String field) {
        return new Problem(
                URI.create(TYPE_PREFIX + type.code()),
                type.title(),
                type.status(),
                detail,
                type.code(),
                field,
                Map.of());
    }

    /** The same problem with these members besides. */
    public Problem with(Map<String, Object> members) {
        return new Problem(type, title, status, detail, code, field, members);
    }
}
