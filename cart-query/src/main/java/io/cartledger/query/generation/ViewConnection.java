package io.cartledger.query.generation;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;

/** A connection to one generation of the read model; as confined as the connection is. */
public record ViewConnection(Connection jdbc, Generation generation) {

    /** @param sql names the tables {@code view_n.cart}, and so on */
    public PreparedStatement prepare(String sql) throws SQLException {
        return jdbc.prepareStatement(generation.sql(sql));
    }
}
