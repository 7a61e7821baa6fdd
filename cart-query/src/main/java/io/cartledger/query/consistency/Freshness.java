package io.cartledger.query.consistency;

import io.cartledger.cart.InvalidValueException;
import io.cartledger.http.ConsistencyToken;
import org.jspecify.annotations.Nullable;

/**
 * How new what a query sees has to be.
 *
 * @param position the least position that has to be folded in; 0 for any
 * @param version the least version of what is asked for; -1 for any, also none
 */
public record Freshness(long position, long version) {

    /**
     * Reads what a request says. Header and parameter say the same; whoever sends both gets what satisfies both.
     *
     * @param header a {@link ConsistencyToken}, or null or empty
     * @param parameter likewise
     * @param atLeast a version, or null
     * @throws InvalidValueException if one of them is not what it should be
     */
    public static Freshness of(@Nullable String header, @Nullable String parameter, @Nullable Long atLeast) {
        if (atLeast != null && atLeast < 0) {
            throw new InvalidValueException("atLeast", "must be a version, 0 or more", atLeast);
        }
        long position = Math.max(position(header, ConsistencyToken.HEADER), position(parameter, "consistency"));
        return new Freshness(position, atLeast == null ? -1 : atLeast);
    }

    private static long position(@Nullable String token, String field) {
        try {
            return token == null || token.isEmpty()
                    ? 0
                    : ConsistencyToken.parse(token).position();
        } catch (InvalidValueException e) {
            throw e.of(field);
        }
    }
}
