package io.cartledger.http;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * In which states of a cart a request is to be carried out (RFC 9110 section 13).
 *
 * @param ifMatch the tags of which it must have one, or null for any, also none
 * @param ifNoneMatch the tags of which it must have none, or null for no such condition
 * @param tagging how the route tags what it shows
 */
public record Preconditions(
        @Nullable EntityTags ifMatch, @Nullable EntityTags ifNoneMatch, ETag tagging) {

    /** There are none. */
    public static final Preconditions NONE = new Preconditions(null, null, ETag.VERSION);

    /**
     * Reads the two headers. A list that is spread over several fields is one list (RFC 9110 section 5.3).
     *
     * @param ifMatch all values of {@code If-Match}
     * @param ifNoneMatch all values of {@code If-None-Match}
     * @throws MalformedHeaderException if one of them is not as RFC 9110 says
     */
    public static Preconditions parse(List<String> ifMatch, List<String> ifNoneMatch) {
        return new Preconditions(
                ifMatch.isEmpty() ? null : EntityTags.parseStrong("If-Match", String.join(",", ifMatch)),
                ifNoneMatch.isEmpty() ? null : EntityTags.parseWeak("If-None-Match", String.join(",", ifNoneMatch)),
                ETag.VERSION);
    }

    /** The same for a route that tags otherwise. */
    public Preconditions with(ETag otherTagging) {
        return new Preconditions(ifMatch, ifNoneMatch, otherTagging);
    }

    /**
     * Whether what there is may be changed.
     *
     * @param id of what there is
     * @param version its version, or -1 if there is nothing yet
     */
    public boolean holdFor(String id, long version) {
        return matches(id, version) && !isKnown(id, version);
    }

    /** Whether it is what {@code If-Match} asks for, if that asks for anything. */
    public boolean matches(String id, long version) {
        return ifMatch == null || ifMatch.contain(tagging.opaque(id, version));
    }

    /** Whether it is what {@code If-None-Match} names: the client has it already. */
    public boolean isKnown(String id, long version) {
        return ifNoneMatch != null && ifNoneMatch.contain(tagging.opaque(id, version));
    }
}
