package io.cartledger.http;

import java.util.HashSet;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * A list of entity tags, as preconditions have it (RFC 9110 section 8.8.3).
 *
 * @param any the list is {@code *}: whatever there is
 * @param tags those that count, without quotes
 */
public record EntityTags(boolean any, Set<String> tags) {

    private static final Pattern LIST_PART =
            Pattern.compile("\\G[ \\t]*+(?:(?<weak>W/)?\"(?<tag>[\\x21\\x23-\\x7e\\x80-\\xff]*+)\")?[ \\t]*+(?:,|$)");

    /** Takes a copy. */
    public EntityTags {
        tags = Set.copyOf(tags);
    }

    /** Weak tags do not count: strong comparison. */
    static EntityTags parseStrong(String header, String value) {
        return parse(header, value, false);
    }

    /** A weak tag counts as a strong one does: weak comparison. */
    static EntityTags parseWeak(String header, String value) {
        return parse(header, value, true);
    }

    private static EntityTags parse(String header, String value, boolean weakCounts) {
        if (value.strip().equals("*")) {
            return new EntityTags(true, Set.of());
        }
        var tags = new HashSet<String>();
        Matcher part = LIST_PART.matcher(value);
        int count = 0;
        int end = 0;
        while (end < value.length() && part.find()) {
            end = part.end();
            String tag = part.group("tag");
            if (tag != null) {
                count++;
                if (weakCounts || part.group("weak") == null) {
                    tags.add(tag);
                }
            }
        }
        if (count == 0 || end < value.length()) {
            throw new MalformedHeaderException(
                    header, "must be * or entity tags in quotes, separated by commas, for example \"6\"", value);
        }
        return new EntityTags(false, tags);
    }

    /** @param tag of what there is, or null if there is nothing, which is never contained */
    boolean contain(@Nullable String tag) {
        return tag != null && (any || tags.contains(tag));
    }
}
