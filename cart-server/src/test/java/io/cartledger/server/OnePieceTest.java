package io.cartledger.server;

import static org.assertj.core.api.Assertions.assertThat;

import io.cartledger.server.testing.CartClient;
import io.cartledger.server.testing.CartClient.Answer;
import io.cartledger.server.testing.RunningServer;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.springframework.boot.test.web.server.LocalServerPort;

/** Answers tell their length, and so are sent in one piece, whether they are good news or not. */
@RunningServer
class OnePieceTest {

    @LocalServerPort
    private int port;

    @ParameterizedTest
    @CsvSource({"2, 201", "0, 422", "many, 422"})
    void anAnswerTellsItsLength(String quantity, int status) {
        var client = new CartClient(path -> URI.create("http://127.0.0.1:" + port + path));
        String body = "{\"sku\": \"DRN-7X\", \"quantity\": \"%s\"}"
                .formatted(quantity)
                .replaceAll("\"(\\d+)\"", "$1");

        Answer answer = client.send("POST", "/carts/one-piece/items", body);

        assertThat(answer.status()).isEqualTo(status);
        int length = answer.response().body().getBytes(StandardCharsets.UTF_8).length;
        assertThat(answer.header("Content-Length")).isEqualTo(Integer.toString(length));
        assertThat(answer.header("Transfer-Encoding")).isEmpty();
    }
}
