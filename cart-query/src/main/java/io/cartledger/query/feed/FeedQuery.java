package io.cartledger.query.feed;

import io.cartledger.cart.CartEvents;
import io.cartledger.cart.CartId;
import io.cartledger.cart.CustomerId;
import io.cartledger.cart.InvalidValueException;
import io.cartledger.cart.Sku;
import io.cartledger.customer.CustomerEvents;
import io.cartledger.query.http.Parameters;
import java.time.Instant;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
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

    private static final Set<String> KNOWN_TYPES = knownTypes();

    private static Set<String> knownTypes() {
        var known = new TreeSet<>(CartEvents.CODEC.types());
        known.addAll(CustomerEvents.CODEC.types());
        return known;
    }

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
        Instant least = Parameters.instant("from", from);
        Instant most = Parameters.instant("to", to);
        Parameters.inOrder("from", least, "to", most);
        return new FeedQuery(
                after == null ? null : FeedCursor.parse("after", after),
                Set.copyOf(Parameters.words("type", types, KNOWN_TYPES)),
                Parameters.cart(cart),
                null,
                null,
                least,
                most,
                limit == null ? Long.MAX_VALUE : limit);
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
                after, types, cart, Parameters.sku(skuText), Parameters.customer(customerText), from, to, limit);
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
