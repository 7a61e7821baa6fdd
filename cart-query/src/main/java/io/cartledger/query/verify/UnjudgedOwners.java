package io.cartledger.query.verify;

import io.cartledger.query.generation.ViewConnection;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.List;

/** Owners of unfoldable carts by what is kept of these: it may be the event that gave it to them. */
final class UnjudgedOwners {

    private static final String IN_LEDGER = """
            select owner
            from ledger.open_cart
            where cart_id = any (?)
            """;

    private static final String IN_VIEW = """
            select o.owner
            from unnest(?::text[]) n(cart_id)
            join view_n.cart c on c.cart_id = n.cart_id
            cross join lateral (
              select 'customer/' || c.customer as owner
              where c.customer is not null
              union all
              select p.owner
              from view_n.open_cart p
              where p.cart_id = c.cart_id
            ) o
            """;

    private UnjudgedOwners() {}

    /** Adds them, once all carts have been folded. */
    static void find(Scope scope, Connection ledger, ViewConnection view) throws SQLException {
        if (scope.unfoldableCarts().isEmpty()) {
            return;
        }
        try (PreparedStatement inLedger = ledger.prepareStatement(IN_LEDGER);
                PreparedStatement inView = view.prepare(IN_VIEW)) {
            for (PreparedStatement statement : List.of(inLedger, inView)) {
                statement.setObject(1, scope.unfoldableCarts().toArray(String[]::new));
                try (ResultSet row = statement.executeQuery()) {
                    while (row.next()) {
                        scope.unjudged().add(row.getString("owner"));
                    }
                }
            }
        }
    }
}
