package io.cartledger.http;

import java.util.HashSet;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The versions that a list of entity tags names (RFC 9110 section 8.8.3). A tag that is none of ours is a tag all the
 * same, and names no version.
 *
 * @param any the list is {@code *}: any version there is
 * @param named those that it names otherwise
 */
public record Versions(boolean any, Set<Long> named) {

    private static final Pattern LIST_PART =
            Pattern.compile("\\G[ \\t]*(?:(?<weak>W/)?\"(?<tag>[\\x21\\x23-\\x7e\\x80-\\xff]*)\")?[ \\t]*(?:,|$)");
    private static final Pattern VERSION = Pattern.compile("0|[1-9][0-9]{0,17}");

    /** Takes a copy. */
    public Versions {
        named = Set.copyOf(named);
    }

    /** Weak tags name nothing: strong comparison. */
    static Versions parseStrong(String header, String value) {
        return parse(header, value, false);
    }

    /** A weak tag names what a strong one does: weak comparison. */
    static Versions parseWeak(String header, String value) {
        return parse(header, value, true);
    }

    private static Versions parse(String header, String value, boolean weakCounts) {
        if (value.strip().equals("*")) {
            return new Versions(true, Set.of());
        }
        var named = new HashSet<Long>();
        Matcher part = LIST_PART.matcher(value);
        int tags = 0;
        int end = 0;
        while (end < value.length() && part.find()) {
            end = part.end();
            String tag = part.group("tag");
            if (tag != null) {
                tags++;
                if ((weakCounts || part.group("weak") == null)
                        && VERSION.matcher(tag).matches()) {
                    named.add(Long.valueOf(tag));
                }
            }
        }
        if (tags == 0 || end < value.length()) {
            throw new MalformedHeaderException(
                    header, "must be * or entity tags in quotes, separated by commas, for example \"6\"", value);
        }
        return new Versions(false, named);
    }

    /** @param version a cart's, or -1 if there is none, which is never contained */
    boolean contain(long version) {
        return version >= 0 && (any || named.contains(version));
    }
}
