package io.cartledger.command;

import io.cartledger.cart.Caller;
import io.cartledger.cart.CartId;
import io.cartledger.cart.CustomerId;
import io.cartledger.cart.MergePolicy;
import io.cartledger.http.Preconditions;
import org.jspecify.annotations.Nullable;

/**
 * A merge as it reaches its two carts.
 *
 * @param into the cart that goes on
 * @param from the cart that closes
 * @param policy what becomes of items that are in both
 * @param claimedBy the customer who claims {@code from} and has {@code into}, or null for a merge that was asked for as
 *     such
 * @param preconditions in which versions of the cart that the request names it is to be carried out: of {@code from} for
 *     a claim, else of {@code into}
 * @param onlyOpen whether it is meant for {@code into} only while that is open, see {@link CartRequest}
 */
public record MergeRequest(
        CartId into,
        CartId from,
        MergePolicy policy,
        @Nullable CustomerId claimedBy,
        Caller caller,
        Preconditions preconditions,
        boolean onlyOpen) {}
