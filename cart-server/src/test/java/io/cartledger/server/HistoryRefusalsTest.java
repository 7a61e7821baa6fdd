package io.cartledger.server;

import static org.assertj.core.api.Assertions.assertThat;

import io.cartledger.http.ConsistencyToken;
import io.cartledger.server.testing.CartClient;
import io.cartledger.server.testing.CartClient.Answer;
import io.cartledger.server.testing.RunningServer;
import java.net.URI;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.springframework.boot.test.web.server.LocalServerPort;

/** What nobody can ask a history for. */
@RunningServer
class HistoryRefusalsTest {

    private static int number;

    @LocalServerPort
    private int port;

    private final CartClient shop = new CartClient(path -> URI.create("http://127.0.0.1:" + port + path));
    private final CartClient anna = shop.as("support/anna");
    private final String customer = "history-refused-" + ++number;
    private final String cart = "history-refused-cart-" + number;
    private final String other = "history-refused-other-" + number;
    private String token = "";

    /** Two carts, one of them with two changes. */
    @BeforeEach
    void carts() {
        shop.send("POST", "/carts", "{\"cartId\":\"" + other + "\"}");
        shop.send("POST", "/carts", "{\"cartId\":\"" + cart + "\",\"customer\":\"" + customer + "\"}");
        token = shop.add(cart, "SOCK", 1).header(ConsistencyToken.HEADER);
    }

    private Answer get(CartClient caller, String path) {
        return caller.with(ConsistencyToken.HEADER, token).send("GET", path, null);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            limit=0          | limit
            limit=101        | limit
            limit=x          | limit
            limit=           | limit
            order=backwards  | order
            cursor=bm9uZQ    | cursor
            consistency=x    | consistency
            atLeast=-1       | atLeast
            """)
    void whatIsWrongIsNamed(String query, String field) {
        for (String accept : List.of("application/json", "text/csv")) {
            Answer answer = anna.with("Accept", accept).send("GET", "/carts/" + cart + "/history?" + query, null);

            assertThat(answer.status()).as("%s", answer).isIn(400, 422);
            assertThat(answer.json().path("field").asString()).isEqualTo(field);
        }
    }

    @Test
    void noCursorOfAnotherHistoryIsTaken() {
        String cursor = get(anna, "/carts/" + cart + "/history?limit=1")
                .json()
                .path("next")
                .asString();

        for (String elsewhere : List.of(
                "/carts/" + other + "/history?cursor=",
                "/customers/" + customer + "/history?cursor=",
                "/carts/" + cart + "/history?order=newest&cursor=")) {
            assertThat(get(anna, elsewhere + cursor).json().path("field").asString())
                    .isEqualTo("cursor");
        }
    }

    @Test
    void whatIsNeitherJsonNorCsvIsNotAcceptable() {
        assertThat(get(anna.with("Accept", "application/xml"), "/carts/" + cart + "/history")
                        .status())
                .isEqualTo(406);
        assertThat(get(anna.with("Accept", "text/csv"), "/carts/nobody/history").code())
                .isEqualTo("cart-not-found");
    }
}
