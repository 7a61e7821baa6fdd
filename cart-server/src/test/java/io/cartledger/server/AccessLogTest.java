package io.cartledger.server;

import static org.assertj.core.api.Assertions.assertThat;

import ch.qos.logback.classic.spi.ILoggingEvent;
import io.cartledger.server.testing.AccessLog;
import io.cartledger.server.testing.CartClient;
import io.cartledger.server.testing.Credentials;
import io.cartledger.server.testing.RunningServer;
import java.net.URI;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.boot.test.web.server.LocalServerPort;

/** The log in which the founding burst was first seen: one line for each request, and nothing in it that harms. */
@RunningServer
class AccessLogTest {

    private AccessLog log;

    @LocalServerPort
    private int port;

    private final CartClient shop = new CartClient(path -> URI.create("http://127.0.0.1:" + port + path));

    /** Not before the service has started, which sets up the log. */
    @BeforeEach
    void listen() {
        log = AccessLog.listen();
    }

    @AfterEach
    void leave() {
        log.close();
    }

    @Test
    void aBurstIsSeen() {
        for (int i = 0; i < 3; i++) {
            shop.add("burst", "DRN-7X", 1);
        }

        List<Map<String, String>> seen = log.fields(3);

        assertThat(seen)
                .allSatisfy(line -> assertThat(line)
                        .containsEntry("method", "POST")
                        .containsEntry("route", "/carts/{cartId}/items")
                        .containsEntry("cart", "burst")
                        .containsEntry("sku", "DRN-7X")
                        .containsEntry("caller", "back-end/shop")
                        .containsEntry("client", "client-of-shop")
                        .containsEntry("ip", "127.0.0.1")
                        .containsKeys("millis", "request"));
        assertThat(seen).extracting(line -> line.get("millis")).allMatch(millis -> millis.matches("\\d+\\.\\d{1,3}"));
        assertThat(seen).extracting(line -> line.get("status")).containsExactly("201", "200", "200");
        assertThat(seen).extracting(line -> line.get("version")).containsExactly("1", "2", "3");
        assertThat(seen)
                .extracting(line -> Instant.parse(line.get("received")))
                .isSorted()
                .allMatch(received -> received.getNano() % 1_000_000 == 0);
    }

    @Test
    void whatIsReadIsReadAsWell() {
        shop.as("customer/logged").send("POST", "/me/cart/items", "{\"sku\":\"DRN-7X\"}");
        shop.as("guest/logged").sendForm("/add-cart.php", "product_id=SOCK");
        shop.send("POST", "/carts", "{}");

        // The guest has asked for a cookie before.
        List<Map<String, String>> seen = log.fields(4).stream()
                .filter(line -> line.get("method").equals("POST"))
                .toList();
        String guest = Credentials.idOf("guest/logged");

        assertThat(seen).allSatisfy(line -> assertThat(line.get("cart")).hasSizeGreaterThan(20));
        assertThat(seen).extracting(line -> line.get("sku")).containsExactly("DRN-7X", "SOCK", null);
        assertThat(seen)
                .extracting(line -> line.get("caller"))
                .containsExactly("customer/logged", "guest/" + guest, "back-end/shop");
        assertThat(seen.get(1).get("session")).hasSize(36).isNotEqualTo(guest);
    }

    @Test
    void whatIsRefusedHasItsCode() {
        shop.send("DELETE", "/carts/nothing/items/A", null);

        assertThat(log.fields(1).getFirst())
                .containsEntry("status", "404")
                .containsEntry("code", "cart-not-found")
                .containsEntry("item", "A");
    }

    @Test
    void nothingForgesALineOrFillsTheLog() {
        shop.with("X-Request-Id", "forged line").add("bad", "A\\nINFO access", 1);
        shop.add("bad", "A".repeat(5_000), 1);
        shop.send("GET", "/carts/%0AINFO", null);
        shop.send("GET", "/nowhere/%0Asecret?token=secret", null);

        List<ILoggingEvent> written = log.written(4);

        assertThat(written)
                .extracting(ILoggingEvent::getFormattedMessage)
                .allMatch(line -> line.matches("[\\x20-\\x7e]{1,600}"))
                .noneMatch(line -> line.contains("secret") || line.contains("forged line"));
    }
}
