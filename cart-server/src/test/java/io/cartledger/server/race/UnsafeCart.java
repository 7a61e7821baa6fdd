package io.cartledger.server.race;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import io.cartledger.command.testing.TestDatabase;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.OptionalInt;
import java.util.StringJoiner;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import javax.sql.DataSource;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/**
 * The old {@code add-cart.php}, wrong on purpose: SELECT, then INSERT or UPDATE, each in a transaction of its own, without
 * a lock, on a table without a unique key, over a connection for each request. It speaks as much of the service's HTTP as
 * {@link SimultaneousAdds} needs.
 */
final class UnsafeCart implements AutoCloseable {

    private static final String TABLE = """
            create table unsafe_line (
              cart_id  text    not null,
              sku      text    not null,
              quantity integer not null)
            """;

    private static final String FIND = """
            select quantity
            from unsafe_line
            where cart_id = ? and sku = ?
            """;

    private static final String INSERT = """
            insert into unsafe_line (quantity, cart_id, sku)
            values (?, ?, ?)
            """;

    private static final String UPDATE = """
            update unsafe_line
            set quantity = ?
            where cart_id = ? and sku = ?
            """;

    private static final String LINES = """
            select quantity
            from unsafe_line
            where cart_id = ?
            """;

    private static final JsonMapper JSON = new JsonMapper();

    private final DataSource database;
    private final HttpServer server;
    private final ExecutorService requests = Executors.newVirtualThreadPerTaskExecutor();

    private UnsafeCart(DataSource database, HttpServer server) {
        this.database = database;
        this.server = server;
    }

    static UnsafeCart startOn(TestDatabase database) throws IOException {
        database.execute(TABLE);
        var server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        var cart = new UnsafeCart(database.as("postgres"), server);
        server.createContext("/carts/", cart::handle);
        server.setExecutor(cart.requests);
        server.start();
        return cart;
    }

    URI uri(String path) {
        return URI.create("http://127.0.0.1:" + server.getAddress().getPort() + path);
    }

    private void handle(HttpExchange exchange) throws IOException {
        String cartId = exchange.getRequestURI().getPath().split("/")[2];
        try (exchange;
                Connection connection = database.getConnection()) {
            if (exchange.getRequestMethod().equals("POST")) {
                JsonNode body = JSON.readTree(exchange.getRequestBody());
                add(
                        connection,
                        cartId,
                        body.path("sku").asString(),
                        body.path("quantity").asInt());
            }
            answer(exchange, lines(connection, cartId));
        } catch (SQLException e) {
            throw new IOException(e);
        }
    }

    private static void add(Connection connection, String cartId, String sku, int quantity) throws SQLException {
        OptionalInt present = find(connection, cartId, sku);
        try (PreparedStatement write = connection.prepareStatement(present.isPresent() ? UPDATE : INSERT)) {
            write.setInt(1, present.orElse(0) + quantity);
            write.setString(2, cartId);
            write.setString(3, sku);
            write.executeUpdate();
        }
    }

    private static OptionalInt find(Connection connection, String cartId, String sku) throws SQLException {
        try (PreparedStatement find = connection.prepareStatement(FIND)) {
            find.setString(1, cartId);
            find.setString(2, sku);
            try (ResultSet row = find.executeQuery()) {
                return row.next() ? OptionalInt.of(row.getInt("quantity")) : OptionalInt.empty();
            }
        }
    }

    private static String lines(Connection connection, String cartId) throws SQLException {
        try (PreparedStatement read = connection.prepareStatement(LINES)) {
            read.setString(1, cartId);
            var lines = new StringJoiner(",", "{\"lines\":[", "]}");
            try (ResultSet row = read.executeQuery()) {
                while (row.next()) {
                    lines.add("{\"quantity\":" + row.getInt("quantity") + "}");
                }
            }
            return lines.toString();
        }
    }

    private static void answer(HttpExchange exchange, String json) throws IOException {
        byte[] body = json.getBytes(StandardCharsets.UTF_8);
        exchange.sendResponseHeaders(200, body.length);
        exchange.getResponseBody().write(body);
    }

    @Override
    public void close() {
        server.stop(0);
        requests.close();
    }
}
