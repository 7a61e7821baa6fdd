package io.cartledger.query.projection;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import io.cartledger.cart.CartId;
import io.cartledger.cart.CartState;
import io.cartledger.query.cart.CartTable;
import io.cartledger.query.generation.ViewConnection;
import io.cartledger.query.parked.Aggregate;
import io.cartledger.query.parked.ParkedTable;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * What the read model has at some progress, as far as this node has folded it lately: what was folded last is mostly what
 * is folded next. It holds for that progress alone; once another node has moved the read model on, nothing is known.
 *
 * <p>Confined to the thread that follows.
 */
final class Known {

    /** Carts, lines, and every {@value #OPTIONS} characters of options in all; some 200 bytes each. */
    private static final long MOST = 100_000;

    private static final int OPTIONS = 200;

    private final Cache<String, CartState> carts = Caffeine.newBuilder()
            .maximumWeight(MOST)
            .weigher((String cartId, CartState cart) -> weight(cart))
            .executor(Runnable::run)
            .build();
    private @Nullable Set<Aggregate> parked;
    private @Nullable Progress progress;

    private static int weight(CartState cart) {
        int options = cart.lines().values().stream()
                .flatMap(line -> line.item().options().entrySet().stream())
                .mapToInt(option -> option.getKey().length() + option.getValue().length())
                .sum();
        return 1 + cart.lines().size() + options / OPTIONS;
    }

    /** Says where the read model is, in the transaction that holds it there. */
    void requireOf(Progress current) {
        if (!current.equals(progress)) {
            forget();
        }
    }

    /** Those of the carts that there are; what is not known is looked up. */
    Map<CartId, CartState> carts(ViewConnection view, Collection<String> cartIds) throws SQLException {
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
        found.putAll(CartTable.load(view, missing));
        return found;
    }

    /** What is parked; likewise. */
    Set<Aggregate> parked(ViewConnection view) throws SQLException {
        if (parked == null) {
            parked = ParkedTable.all(view);
        }
        return new HashSet<>(parked);
    }

    /** What a step has made of it; to be followed by {@link #areOf} or {@link #forget}. */
    void put(Map<CartId, CartState> folded, Set<Aggregate> parkedNow) {
        folded.forEach((cartId, cart) -> carts.put(cartId.value(), cart));
        parked = parkedNow;
    }

    /** Says that what was put is committed. */
    void areOf(Progress reached) {
        progress = reached;
    }

    /** Says that nothing of it is to be relied on. */
    void forget() {
        carts.invalidateAll();
        parked = null;
        progress = null;
    }
}
