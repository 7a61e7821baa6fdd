package io.cartledger.query.cart;

import io.cartledger.cart.CartId;
import io.cartledger.cart.CartState;
import io.cartledger.http.ConsistencyToken;
import io.cartledger.query.consistency.ViewPosition;
import io.cartledger.query.consistency.ViewUnavailableException;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.locks.LockSupport;
import javax.sql.DataSource;

/**
 * One cart as it is now, or at least as it was when the caller last changed it.
 *
 * <p>Any thread may use it.
 */
public final class CartQuery {

    /** What a query found. */
    sealed interface Answer {

        /** @param token stands for what was seen, so that a later query can ask for no less */
        record Found(CartState cart, ConsistencyToken token) implements Answer {}

        record NotFound() implements Answer {}

        /** The read model did not get as far as was asked. */
        record Behind() implements Answer {}
    }

    /** A step of the read model is mostly about other carts; who waits for one must not crowd out those who do not. */
    private static final Duration PAUSE_BETWEEN_READS = Duration.ofMillis(20);

    private final DataSource view;
    private final ViewPosition position;
    private final Duration patience;

    /** @param patience longest wait for the read model to get as far as a caller asks */
    public CartQuery(DataSource view, ViewPosition position, Duration patience) {
        this.view = view;
        this.position = position;
        this.patience = patience;
    }

    /**
     * @param after the least position that has to be seen; 0 for any
     * @param atLeast the least version of the cart that has to be seen; -1 for any, also none
     * @throws ViewUnavailableException if the read model cannot be reached
     */
    Answer find(CartId cartId, long after, long atLeast) {
        long deadline = System.nanoTime() + patience.toNanos();
        if (!position.await(after, patience)) {
            return new Answer.Behind();
        }
        while (true) {
            // Taken before the cart is read, so that the cart is at least as new as the token says.
            long seen = position.current();
            CartState cart = load(cartId);
            if (cart.version() >= atLeast) {
                return cart.exists() ? new Answer.Found(cart, new ConsistencyToken(seen)) : new Answer.NotFound();
            }
            if (!position.await(seen + 1, Duration.ofNanos(deadline - System.nanoTime()))) {
                return new Answer.Behind();
            }
            LockSupport.parkNanos(PAUSE_BETWEEN_READS.toNanos());
        }
    }

    private CartState load(CartId cartId) {
        try (Connection connection = view.getConnection()) {
            return CartTable.load(connection, List.of(cartId.value())).getOrDefault(cartId, CartState.NONE);
        } catch (SQLException e) {
            throw new ViewUnavailableException(e);
        }
    }
}
