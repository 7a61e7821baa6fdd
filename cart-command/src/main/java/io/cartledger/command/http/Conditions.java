package io.cartledger.command.http;

import com.fasterxml.jackson.annotation.JsonInclude.Include;
import io.cartledger.cart.Caller;
import io.cartledger.command.ledger.CommandKey;
import io.cartledger.command.ledger.KeyedHash;
import io.cartledger.http.Preconditions;
import io.cartledger.ledger.Origin;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.SerializationFeature;
import tools.jackson.databind.json.JsonMapper;

/**
 * What comes with every command besides its body.
 *
 * @param caller who sends it
 * @param preconditions in which versions of the cart it is to be carried out
 * @param idempotencyKey what makes it the same command when it is sent again, or null
 * @param route the request's method and path
 * @param origin where it came from, for the record
 * @param hash makes fingerprints; with a key, because a body may say of a person what nobody is to find by guessing
 */
record Conditions(
        Caller caller,
        Preconditions preconditions,
        @Nullable String idempotencyKey,
        String route,
        Origin origin,
        KeyedHash hash) {

    /** The order of options, and none against an empty object, mean the same. */
    private static final JsonMapper JSON = JsonMapper.builder()
            .enable(SerializationFeature.ORDER_MAP_ENTRIES_BY_KEYS)
            .changeDefaultPropertyInclusion(inclusion -> inclusion.withValueInclusion(Include.NON_EMPTY))
            .build();

    /**
     * The key as the ledger knows it. The fingerprint is of what was understood of the body, so that its layout does
     * not matter.
     *
     * @param body as it was read, or null for none
     */
    @Nullable
    CommandKey key(@Nullable Object body) {
        return idempotencyKey == null ? null : keyed(idempotencyKey, body);
    }

    /** The same for a key that the sender has not chosen. */
    CommandKey keyed(String key, @Nullable Object body) {
        return new CommandKey(caller.principal(), key, hash.of(route + "\n" + JSON.writeValueAsString(body)));
    }
}
