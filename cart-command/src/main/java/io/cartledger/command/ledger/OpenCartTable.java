package io.cartledger.command.ledger;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.Optional;

/** The one open cart of each owner. */
final class OpenCartTable {

    private static final String FIND = """
            select cart_id
            from ledger.open_cart
            where owner = ?
            """;

    private OpenCartTable() {}

    static Optional<String> find(Connection connection, String owner) throws SQLException {
        try (PreparedStatement statement = connection.prepareStatement(FIND)) {
            statement.setString(1, owner);
            try (ResultSet row = statement.executeQuery()) {
                return row.next() ? Optional.of(row.getString(1)) : Optional.empty();
            }
        }
    }
}
