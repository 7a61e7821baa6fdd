package io.cartledger.command.dispatch;

import io.cartledger.cart.CartCommand;
import io.cartledger.cart.CartCommand.AddItem;
import io.cartledger.cart.CartCommand.ChangeCart;
import io.cartledger.cart.CartCommand.ClaimCart;
import io.cartledger.cart.CartCommand.MergeCart;
import io.cartledger.cart.CartCommand.RestoreCart;
import io.cartledger.cart.CartId;
import io.cartledger.cart.Owner;
import io.cartledger.cart.Refusal;
import io.cartledger.cart.Refusal.NoOpenCart;
import io.cartledger.command.CartRequest;
import io.cartledger.command.MergeRequest;
import io.cartledger.command.RestoreRequest;
import java.util.Optional;

/**
 * What an attempt at a command is sent to. Some is only known from the ledger, which may have moved on at the next
 * attempt: an owner's one open cart.
 */
sealed interface Target {

    /** The aggregate that answers. */
    String aggregateId();

    /** The open cart that this rests on; empty if there is none, or it rests on none. */
    Optional<CartId> openCart();

    /** @param request as it goes over the command bus */
    record Request(String aggregateId, Object request, Optional<CartId> openCart) implements Target {}

    /** There is nothing to send it to. */
    record Nothing(Refusal refusal) implements Target {

        @Override
        public String aggregateId() {
            return "";
        }

        @Override
        public Optional<CartId> openCart() {
            return Optional.empty();
        }
    }

    /** Finds the target, anew for each attempt. */
    interface Resolution {

        Target resolve(OpenCarts openCarts);

        /** Whether what it finds can change. */
        default boolean looksUp() {
            return true;
        }

        /** What it found did not hold: the next time the ledger is asked. */
        default void forget(OpenCarts openCarts) {}
    }

    /** An aggregate that the request names. */
    record Named(String aggregateId, Object request) implements Resolution {

        @Override
        public Target resolve(OpenCarts openCarts) {
            return new Request(aggregateId, request, Optional.empty());
        }

        @Override
        public boolean looksUp() {
            return false;
        }
    }

    /** Where a command to a cart that is named goes. */
    static Resolution of(CartRequest request) {
        return request.command() instanceof ClaimCart claim
                ? openCarts -> ofClaim(claim, request, openCarts)
                : new Named(request.command().cartId().value(), message(request));
    }

    /** As it goes over the command bus: a merge is for two carts, a restoration for a cart and its past. */
    private static Object message(CartRequest request) {
        return switch (request.command()) {
            case MergeCart(var into, var from, var policy) ->
                new MergeRequest(
                        into, from, policy, null, request.caller(), request.preconditions(), request.onlyOpen());
            case RestoreCart restore -> new RestoreRequest(restore, request.caller(), request.preconditions());
            default -> request;
        };
    }

    private static Target ofClaim(ClaimCart claim, CartRequest request, OpenCarts openCarts) {
        Optional<CartId> open = openCarts.lookUp(claim.customer());
        if (open.isEmpty() || open.get().equals(claim.cartId())) {
            return new Request(claim.cartId().value(), request, open);
        }
        var merge = new MergeRequest(
                open.get(),
                claim.cartId(),
                claim.policy(),
                claim.customer(),
                request.caller(),
                request.preconditions(),
                true);
        return new Request(open.get().value(), merge, open);
    }

    /** Makes the request, once it is known which cart it is about. */
    interface RequestTo {
        CartRequest cart(CartId cartId);
    }

    /** The owner's open cart; a new one where there is none and the command can make it. */
    record OpenCartOf(Owner owner, RequestTo requestTo) implements Resolution {

        @Override
        public Target resolve(OpenCarts openCarts) {
            Optional<CartId> open = openCarts.find(owner);
            CartRequest request =
                    requestTo.cart(open.orElseGet(UnguessableId::cart)).whileOpen();
            if (open.isEmpty() && !canOpen(request.command())) {
                return new Nothing(new NoOpenCart());
            }
            return new Request(request.command().cartId().value(), message(request), open);
        }

        @Override
        public void forget(OpenCarts openCarts) {
            openCarts.forget(owner);
        }
    }

    private static boolean canOpen(CartCommand command) {
        return command instanceof AddItem
                || (command instanceof ChangeCart several && several.changes().getFirst() instanceof AddItem);
    }
}
