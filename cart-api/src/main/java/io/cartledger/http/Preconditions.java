package io.cartledger.http;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * In which versions of a cart a request is to be carried out (RFC 9110 section 13).
 *
 * @param ifMatch the versions of which it must be one, or null for any, also none
 * @param ifNoneMatch the versions of which it must be none, or null for no such condition
 */
public record Preconditions(
        @Nullable Versions ifMatch, @Nullable Versions ifNoneMatch) {

    /** There are none. */
    public static final Preconditions NONE = new Preconditions(null, null);

    /**
     * Reads the two headers. A list that is spread over several fields is one list (RFC 9110 section 5.3).
     *
     * @param ifMatch all values of {@code If-Match}
     * @param ifNoneMatch all values of {@code If-None-Match}
     * @throws MalformedHeaderException if one of them is not as RFC 9110 says
     */
    public static Preconditions parse(List<String> ifMatch, List<String> ifNoneMatch) {
        return new Preconditions(
                ifMatch.isEmpty() ? null : Versions.parseStrong("If-Match", String.join(",", ifMatch)),
                ifNoneMatch.isEmpty() ? null : Versions.parseWeak("If-None-Match", String.join(",", ifNoneMatch)));
    }

    /** @param version the cart's, or -1 if there is none */
    public boolean holdFor(long version) {
        return (ifMatch == null || ifMatch.contain(version)) && (ifNoneMatch == null || !ifNoneMatch.contain(version));
    }
}
