package io.cartledger.query.feed;

import io.cartledger.cart.CartEvents;
import io.cartledger.cart.CartId;
import io.cartledger.cart.CustomerId;
import io.cartledger.cart.InvalidValueException;
import io.cartledger.cart.Sku;
import io.cartledger.customer.CustomerEvents;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * What a client asks the feed for.
 *
 * @param after the place behind which it begins, or null for its beginning
 * @param types the types of events that are wanted; none for all
 * @param cart the cart whose events are wanted, or null for everything's
 * @param sku the SKU whose lines have changed in what is wanted, or null for whatever has
 * @param customer whose carts and file have changed in what is wanted, or null for everybody's
 * @param from the time from which on events are wanted, or null
 * @param to the time before which they are, or null
 * @param limit most events, 1 or more
 */
record FeedQuery(
        @Nullable FeedCursor after,
        Set<String> types,
        @Nullable CartId cart,
        @Nullable Sku sku,
        @Nullable CustomerId customer,
        @Nullable Instant from,
        @Nullable Instant to,
        long limit) {

    private static final int LAST_YEAR = 9999; // RFC 3339 has no later one

    /**
     * Reads what a request says; what it does not say is null.
     *
     * @throws InvalidValueException if one of the values is not what it should be
     */
    static FeedQuery of(
            @Nullable String after,
            @Nullable List<String> types,
            @Nullable String cart,
            @Nullable String from,
            @Nullable String to,
            @Nullable Long limit) {
        if (limit != null && limit < 1) {
            throw new InvalidValueException("limit", "must be 1 or more", limit);
        }
        var query = new FeedQuery(
                after == null ? null : FeedCursor.parse("after", after),
                types == null ? Set.of() : types(types),
                cart == null ? null : of("cart", cart, CartId::new),
                null,
                null,
                from == null ? null : instant("from", from),
                to == null ? null : instant("to", to),
                limit == null ? Long.MAX_VALUE : limit);
        if (query.from != null && query.to != null && !query.from.isBefore(query.to)) {
            throw new InvalidValueException("to", "must be later than from", to);
        }
        return query;
    }

    private static Set<String> types(List<String> types) {
        var known = new TreeSet<>(CartEvents.CODEC.types());
        known.addAll(CustomerEvents.CODEC.types());
        if (types.isEmpty()) {
            throw new InvalidValueException("type", "must be one of " + String.join(", ", known), "");
        }
        for (String type : types) {
            if (!known.contains(type)) {
                throw new InvalidValueException("type", "must be one of " + String.join(", ", known), type);
            }
        }
        return Set.copyOf(types);
    }

    /**
     * The same, of a SKU and a customer alone.
     *
     * @param skuText null for any
     * @param customerText null for any
     * @throws InvalidValueException if one of them is not what it should be
     */
    FeedQuery about(@Nullable String skuText, @Nullable String customerText) {
        return new FeedQuery(
                after,
                types,
                cart,
                skuText == null ? null : of("sku", skuText, Sku::new),
                customerText == null ? null : of("customer", customerText, CustomerId::new),
                from,
                to,
                limit);
    }

    private static <T> T of(String field, String text, Function<String, T> parse) {
        try {
            return parse.apply(text);
        } catch (InvalidValueException e) {
            throw e.of(field);
        }
    }

    private static Instant instant(String field, String text) {
        try {
            Instant instant = Instant.parse(text);
            int year = instant.atOffset(ZoneOffset.UTC).getYear();
            if (year >= 1 && year <= LAST_YEAR) {
                return instant;
            }
        } catch (DateTimeException e) {
            throw notATime(field, text);
        }
        throw notATime(field, text);
    }

    private static InvalidValueException notATime(String field, String text) {
        return new InvalidValueException(field, "must be a time such as 2026-01-31T12:00:00Z", text);
    }

    /** Whether an event is of a type that is wanted. */
    boolean wants(String type) {
        return types.isEmpty() || types.contains(type);
    }

    /** Whether every event is wanted that it is late or early enough for. */
    boolean wantsAll() {
        return types.isEmpty() && cart == null && !isOfChanges();
    }

    /** Whether the read model is asked where there is anything that is wanted. */
    boolean isOfChanges() {
        return sku != null || customer != null;
    }
}
