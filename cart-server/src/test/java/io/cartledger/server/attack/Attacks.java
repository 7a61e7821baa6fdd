package io.cartledger.server.attack;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.cartledger.server.RefusedRequests;
import io.cartledger.server.testing.CartClient;
import io.cartledger.server.testing.Credentials;
import io.cartledger.server.testing.RawHttp;
import java.net.URI;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;

/**
 * What the attacks have in common: a customer and a guest have a cart each, and after each attack those are, for their
 * owners, as they were. In the tables {@code {theirs}} is the customer's cart, {@code {guests}} the guest's, and
 * {@code {mine}} the attacker's own.
 */
abstract class Attacks extends RefusedRequests {

    final String owner = "customer/owner-in-" + getClass().getSimpleName();
    final String guest = "guest/owner-in-" + getClass().getSimpleName();
    final String attacker = "customer/attacker-in-" + getClass().getSimpleName();
    final String guestAttacker = "guest/attacker-in-" + getClass().getSimpleName();
    final CartClient shop = new CartClient(this::uri);

    private final Map<String, String> cartIds = new HashMap<>();
    private final Map<String, String> cartsBefore = new HashMap<>();

    @BeforeAll
    void openCarts() {
        cartIds.put("{theirs}", open(owner));
        cartIds.put("{guests}", open(guest));
        cartIds.put("{mine}", open(attacker));
    }

    @BeforeEach
    void lookAtTheirCarts() {
        cartsBefore.put(owner, cart(owner, "{theirs}"));
        cartsBefore.put(guest, cart(guest, "{guests}"));
    }

    private String open(String caller) {
        var opened = shop.as(caller).send("POST", "/me/cart/items", "{\"sku\":\"DRN-7X\",\"quantity\":2}");
        assertThat(opened.status()).as("%s", opened).isEqualTo(201);
        return opened.json().path("cartId").asString();
    }

    private String cart(String caller, String cartId) {
        var cart = shop.as(caller).cart(cartIds.getOrDefault(cartId, ""), 1);
        assertThat(cart.status()).as("%s", cart).isEqualTo(200);
        return cart.response().body();
    }

    @AfterEach
    void theirCartsAreAsTheyWere() {
        assertThat(cart(owner, "{theirs}")).isEqualTo(cartsBefore.get(owner));
        assertThat(cart(guest, "{guests}")).isEqualTo(cartsBefore.get(guest));
    }

    /** The tables' text, with the carts that it means. */
    String filled(String text) {
        String filled = spelledOut(text);
        for (Map.Entry<String, String> cartId : cartIds.entrySet()) {
            filled = filled.replace(cartId.getKey(), cartId.getValue());
        }
        return filled;
    }

    URI uri(String path) {
        return URI.create("http://127.0.0.1:" + port() + path);
    }

    /** The header by which somebody says who they are. */
    String credential(String caller) {
        var header = Credentials.of(caller, uri("/"));
        return header.getKey() + ": " + header.getValue();
    }

    /**
     * Sends what an attacker would.
     *
     * @param headers besides Host, Connection and Content-Length; and Content-Type, if they have none, for JSON
     * @param body null for none
     */
    RawHttp.Answer attack(String requestLine, List<String> headers, @Nullable String body) {
        byte[] bytes = filled(body == null ? "" : body).getBytes(UTF_8);
        var head = new StringBuilder(filled(requestLine) + " HTTP/1.1\r\n");
        if (headers.stream().noneMatch(header -> header.startsWith("Host:"))) {
            head.append("Host: localhost\r\n");
        }
        head.append("Connection: close\r\n");
        if (body != null && headers.stream().noneMatch(header -> header.startsWith("Content-Type:"))) {
            head.append("Content-Type: application/json\r\n");
        }
        headers.forEach(header -> head.append(filled(header)).append("\r\n"));
        head.append("Content-Length: ").append(bytes.length).append("\r\n\r\n");
        return exchange(head.toString(), bytes);
    }
}
