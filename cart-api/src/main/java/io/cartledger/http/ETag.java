package io.cartledger.http;

/** The entity tag of a cart: strong, and nothing but its version (RFC 9110 section 8.8.3). */
public final class ETag {

    private ETag() {}

    /** For example {@code "6"}, quotes included. */
    public static String of(long version) {
        return "\"" + version + "\"";
    }
}
