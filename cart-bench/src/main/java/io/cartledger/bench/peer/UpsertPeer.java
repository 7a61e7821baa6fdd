package io.cartledger.bench.peer;

import com.zaxxer.hikari.HikariDataSource;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import org.jspecify.annotations.Nullable;

/** The hand-written endpoint: a row for each line, and no history. */
final class UpsertPeer implements Peer {

    private static final String LOCK = """
            select quantity
            from peer.cart_line
            where cart_id = ? and sku = ?
            for update
            """;

    private static final String UPSERT = """
            insert into peer.cart_line as line (cart_id, sku, quantity)
            values (?, ?, ?)
            on conflict (cart_id, sku) do update set quantity = line.quantity + excluded.quantity
            returning quantity
            """;

    private final HikariDataSource database;
    private final boolean locksFirst;

    UpsertPeer(HikariDataSource database, boolean locksFirst) {
        this.database = database;
        this.locksFirst = locksFirst;
    }

    @Override
    public Added add(String cartId, AddItem body, @Nullable RequestKey key) throws SQLException {
        try (Connection connection = database.getConnection()) {
            if (!locksFirst && key == null) {
                return upsert(
                        connection, cartId, body); // one statement is a transaction, at the price of one round trip
            }
            connection.setAutoCommit(false);
            if (locksFirst) {
                lock(connection, cartId, body);
            }
            Added added = upsert(connection, cartId, body);
            if (key == null || PeerKeys.remember(connection, key, added)) {
                connection.commit();
                return added;
            }
            connection.rollback();
            return PeerKeys.recall(connection, key).orElseThrow(KeyReusedException::new);
        }
    }

    private static void lock(Connection connection, String cartId, AddItem body) throws SQLException {
        try (PreparedStatement select = connection.prepareStatement(LOCK)) {
            select.setString(1, cartId);
            select.setString(2, body.sku());
            select.executeQuery().close();
        }
    }

    private static Added upsert(Connection connection, String cartId, AddItem body) throws SQLException {
        try (PreparedStatement upsert = connection.prepareStatement(UPSERT)) {
            upsert.setString(1, cartId);
            upsert.setString(2, body.sku());
            upsert.setInt(3, body.units());
            try (ResultSet row = upsert.executeQuery()) {
                row.next();
                return new Added(cartId, body.sku(), row.getLong("quantity"));
            }
        }
    }

    @Override
    public void close() {
        database.close();
    }
}
