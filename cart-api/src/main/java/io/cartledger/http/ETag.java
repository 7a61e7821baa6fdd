package io.cartledger.http;

import org.jspecify.annotations.Nullable;

/**
 * How a route tags what it shows (RFC 9110 section 8.8.3). Strong: no two states that the route ever shows have one tag.
 */
public enum ETag {

    /** The route names what it shows, so the version tells its states apart. */
    VERSION,

    /** What the route shows may be another cart tomorrow, so the tag names that, too. */
    CART_AND_VERSION;

    /**
     * For example {@code "6"} or {@code "c-1.6"}, quotes included; null for a version below 0: there is nothing yet.
     *
     * @param id of what is shown
     */
    public @Nullable String of(String id, long version) {
        String tag = opaque(id, version);
        return tag == null ? null : '"' + tag + '"';
    }

    /** The same without quotes. */
    @Nullable
    String opaque(String id, long version) {
        if (version < 0) {
            return null;
        }
        return this == VERSION ? Long.toString(version) : id + "." + version;
    }
}
