package io.cartledger.bench.peer;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.Optional;

/** Keys of requests, in the transaction that does what they ask for. */
final class PeerKeys {

    private static final String REMEMBER = """
            insert into peer.command_key (principal, key, fingerprint, cart_id, sku, quantity)
            values (?, ?, ?, ?, ?, ?)
            on conflict do nothing
            """;

    private static final String RECALL = """
            select fingerprint, cart_id, sku, quantity
            from peer.command_key
            where principal = ? and key = ?
            """;

    private PeerKeys() {}

    /** @return whether the key is new; else the transaction has to be rolled back */
    static boolean remember(Connection connection, RequestKey key, Added answer) throws SQLException {
        try (PreparedStatement insert = connection.prepareStatement(REMEMBER)) {
            insert.setString(1, key.principal());
            insert.setString(2, key.text());
            insert.setString(3, key.fingerprint());
            insert.setString(4, answer.cartId());
            insert.setString(5, answer.sku());
            insert.setLong(6, answer.quantity());
            return insert.executeUpdate() == 1;
        }
    }

    /** The first answer; empty if the key came with another request. */
    static Optional<Added> recall(Connection connection, RequestKey key) throws SQLException {
        try (PreparedStatement select = connection.prepareStatement(RECALL)) {
            select.setString(1, key.principal());
            select.setString(2, key.text());
            try (ResultSet row = select.executeQuery()) {
                return row.next() && row.getString("fingerprint").equals(key.fingerprint())
                        ? Optional.of(
                                new Added(row.getString("cart_id"), row.getString("sku"), row.getLong("quantity")))
                        : Optional.empty();
            }
        }
    }
}
