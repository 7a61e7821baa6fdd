package io.cartledger.bench.peer;

import java.sql.SQLException;
import org.jspecify.annotations.Nullable;

/** Keeps carts in some way. Any thread may use it. */
interface Peer extends AutoCloseable {

    /**
     * Adds units to a line of a cart, which is made where it is missing.
     *
     * @param key null: the request takes effect however often it is sent
     */
    Added add(String cartId, AddItem body, @Nullable RequestKey key) throws SQLException;

    @Override
    default void close() {}
}
