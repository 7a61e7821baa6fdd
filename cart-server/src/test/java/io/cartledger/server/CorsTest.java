package io.cartledger.server;

import static org.assertj.core.api.Assertions.assertThat;

import io.cartledger.server.testing.CartClient;
import io.cartledger.server.testing.CartClient.Answer;
import io.cartledger.server.testing.RunningServer;
import java.net.URI;
import org.junit.jupiter.api.Test;
import org.springframework.boot.test.web.server.LocalServerPort;
import org.springframework.test.context.TestPropertySource;

/** Which pages of other origins may use the service from a browser. */
@RunningServer
@TestPropertySource(properties = "cart.cors.allowed-origins=https://shop.example,https://kiosk.example:8443")
class CorsTest {

    @LocalServerPort
    private int port;

    @Test
    void aPageOfTheShopMaySendCommandsAndReadTheirAnswers() {
        CartClient page = from("https://shop.example");

        Answer asked = page.with("Access-Control-Request-Method", "POST")
                .with("Access-Control-Request-Headers", "content-type, idempotency-key, if-match")
                .send("OPTIONS", "/carts/cors/items", null);
        Answer answer = page.add("cors", "DRN-7X", 1);

        assertThat(asked.status()).isEqualTo(200);
        assertThat(asked.header("Access-Control-Allow-Origin")).isEqualTo("https://shop.example");
        assertThat(asked.header("Access-Control-Allow-Headers")).contains("idempotency-key", "if-match");
        assertThat(answer.status()).isEqualTo(201);
        assertThat(answer.header("Access-Control-Allow-Origin")).isEqualTo("https://shop.example");
        assertThat(answer.header("Access-Control-Expose-Headers"))
                .contains("ETag", "Consistency-Token", "RateLimit", "RateLimit-Policy");
        assertThat(answer.header("Access-Control-Allow-Credentials")).isEqualTo("true");
    }

    @Test
    void aProblemCanBeReadAsWell() {
        Answer answer = from("https://kiosk.example:8443").send("GET", "/carts/nothing;x", null);

        assertThat(answer.status()).isEqualTo(400);
        assertThat(answer.header("Access-Control-Allow-Origin")).isEqualTo("https://kiosk.example:8443");
    }

    @Test
    void noOtherPageMay() {
        Answer asked = from("https://evil.example")
                .with("Access-Control-Request-Method", "POST")
                .send("OPTIONS", "/carts/cors/items", null);
        Answer answer = from("https://shop.example.evil.example").add("cors-evil", "DRN-7X", 1);
        Answer nothing = from("https://shop.example").cart("cors-evil", 0);

        assertThat(asked.status()).isEqualTo(403);
        assertThat(asked.header("Access-Control-Allow-Origin")).isEmpty();
        assertThat(answer.status()).isEqualTo(403);
        assertThat(nothing.isSuccess()).isFalse();
    }

    private CartClient from(String origin) {
        return new CartClient(path -> URI.create("http://127.0.0.1:" + port + path)).with("Origin", origin);
    }
}
