package io.cartledger.query.projection;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import io.cartledger.cart.CartId;
import io.cartledger.cart.CartState;
import io.cartledger.query.cart.CartTable;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.Map;

/**
 * Carts as the read model has them at a position, as far as this node has folded them lately: what was folded last is mostly
 * what is folded next. It holds for that position alone; once another node has moved the read model on, nothing is known.
 *
 * <p>Confined to the thread that follows.
 */
final class KnownCarts {

    /** Carts and lines in all; some 200 bytes each. */
    private static final long MOST = 100_000;

    private final Cache<String, CartState> carts = Caffeine.newBuilder()
            .maximumWeight(MOST)
            .weigher((String cartId, CartState cart) -> 1 + cart.lines().size())
            .executor(Runnable::run)
            .build();
    private long position = -1;

    /** Says where the read model is, in the transaction that holds it there. */
    void requireOf(long current) {
        if (position != current) {
            forget();
        }
    }

    /** Those of the carts that there are; what is not known is looked up. */
    Map<CartId, CartState> find(Connection connection, Collection<String> cartIds) throws SQLException {
        var found = new HashMap<CartId, CartState>();
        var missing = new ArrayList<String>();
        for (String cartId : cartIds) {
            CartState cart = carts.getIfPresent(cartId);
            if (cart == null) {
                missing.add(cartId);
            } else {
                found.put(new CartId(cartId), cart);
            }
        }
        found.putAll(CartTable.load(connection, missing));
        return found;
    }

    /** What a step has made of them; to be followed by {@link #areOf} or {@link #forget}. */
    void put(Map<CartId, CartState> folded) {
        folded.forEach((cartId, cart) -> carts.put(cartId.value(), cart));
    }

    /** Says that what was put is committed. */
    void areOf(long reached) {
        position = reached;
    }

    /** Says that nothing of it is to be relied on. */
    void forget() {
        carts.invalidateAll();
        position = -1;
    }
}
