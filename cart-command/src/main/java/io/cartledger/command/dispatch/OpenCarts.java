package io.cartledger.command.dispatch;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import io.cartledger.cart.CartId;
import io.cartledger.cart.Owner;
import io.cartledger.command.ledger.Ledger;
import java.util.Optional;

/**
 * The one open cart of each owner, as this node knows it. Only ever a guess: what is sent to it is meant for it only {@link
 * io.cartledger.command.CartRequest#whileOpen while it is open}, and a refusal is for whoever asks the ledger anew.
 *
 * <p>Any thread may use it.
 */
final class OpenCarts {

    private final Ledger ledger;
    private final Cache<String, CartId> known;

    /** @param size most owners kept in memory */
    OpenCarts(Ledger ledger, long size) {
        this.ledger = ledger;
        this.known =
                Caffeine.newBuilder().maximumSize(size).executor(Runnable::run).build();
    }

    /** From memory, or else from the ledger; empty if there is none. */
    Optional<CartId> find(Owner owner) {
        return Optional.ofNullable(known.getIfPresent(owner.key())).or(() -> lookUp(owner));
    }

    /** From the ledger. */
    Optional<CartId> lookUp(Owner owner) {
        Optional<CartId> open = ledger.openCart(owner.key()).map(CartId::new);
        open.ifPresentOrElse(cartId -> known.put(owner.key(), cartId), () -> forget(owner));
        return open;
    }

    /** It may be another one from now on. */
    void forget(Owner owner) {
        known.invalidate(owner.key());
    }
}
