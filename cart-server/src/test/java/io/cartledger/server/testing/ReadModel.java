package io.cartledger.server.testing;

import static org.awaitility.Awaitility.await;

import io.cartledger.cart.CartId;
import io.cartledger.cart.CartState;
import io.cartledger.query.cart.CartTable;
import io.cartledger.query.generation.Generation;
import io.cartledger.query.generation.ViewConnection;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import javax.sql.DataSource;

/** The read model's tables, looked at past the service. */
public record ReadModel(DataSource dataSource, Generation generation) {

    private static final Duration PATIENCE = Duration.ofSeconds(20);

    private static final Generation FIRST = new Generation(1, Generation.FOLD_REVISION, Generation.State.COMPLETE);

    private static final String POSITION = """
            select position
            from view_n.progress
            """;

    private static final String CART_IDS = """
            select cart_id
            from view_n.cart
            """;

    private static final String OPEN_CARTS = """
            select owner || ' ' || cart_id
            from view_n.open_cart
            """;

    private static final String CARTS_OF_LINES = """
            select cart_id
            from view_n.cart_line
            """;

    /** The first one that there is. */
    public ReadModel(DataSource dataSource) {
        this(dataSource, FIRST);
    }

    /** Waits until the events up to this position are folded in. */
    public ReadModel awaitPosition(long position) {
        await().atMost(PATIENCE).until(() -> Long.parseLong(texts(POSITION).getFirst()) >= position);
        return this;
    }

    /** All carts. */
    public Map<CartId, CartState> carts() {
        try (Connection connection = dataSource.getConnection()) {
            return CartTable.load(new ViewConnection(connection, generation), texts(CART_IDS));
        } catch (SQLException e) {
            throw new IllegalStateException(e);
        }
    }

    /** The cart behind each owner's {@code /me/cart}. */
    public Map<String, String> openCarts() {
        return texts(OPEN_CARTS).stream()
                .map(row -> row.split(" "))
                .collect(Collectors.toMap(row -> row[0], row -> row[1]));
    }

    /** For each line of any cart the cart it is in. */
    public List<String> cartsOfLines() {
        return texts(CARTS_OF_LINES);
    }

    private List<String> texts(String sql) {
        try (Connection connection = dataSource.getConnection();
                PreparedStatement statement = connection.prepareStatement(generation.sql(sql));
                ResultSet row = statement.executeQuery()) {
            var texts = new ArrayList<String>();
            while (row.next()) {
                texts.add(row.getString(1));
            }
            return texts;
        } catch (SQLException e) {
            throw new IllegalStateException(e);
        }
    }
}
