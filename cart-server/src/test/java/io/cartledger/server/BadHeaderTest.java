package io.cartledger.server;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.cartledger.server.testing.AnswerAssert;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Whatever a client gets wrong in a header, it is told what, and nothing happens. */
class BadHeaderTest extends RefusedRequests {

    private static final byte[] BROKEN_FORM = "%zz".getBytes(UTF_8);
    private static final byte[] GOOD_ITEM = "{\"sku\":\"A\"}".getBytes(UTF_8);

    @ParameterizedTest
    @ValueSource(
            strings = {
                "Content-Type: text/plain",
                "Content-Type: application/xml",
                "Content-Type: application/x-www-form-urlencoded",
                "Content-Type: multipart/form-data",
                "Content-Type: multipart/form-data; boundary=x",
                "Content-Type: application/merge-patch+json",
                "Content-Type: application/json; charset=ISO-8859-1",
                "Content-Type: application/json; charset=UTF-16",
                "Content-Type: application/json; charset=nope",
                "Content-Type: */*",
                "Content-Type: garbage",
                "Content-Type: ",
                "X-Not-Content-Type: application/json"
            })
    void onlyJsonInUtf8IsTaken(String header) {
        var answer = send("POST /carts/bad/items", List.of(header), GOOD_ITEM);

        AnswerAssert.assertThat(answer).isProblem("415 unsupported-media-type", "Content-Type");
    }

    @ParameterizedTest
    @ValueSource(strings = {"PUT /carts/bad/items/A", "PUT /carts/bad/items"})
    void noMethodTakesAForm(String request) {
        var answer = send(request, List.of("Content-Type: application/x-www-form-urlencoded"), BROKEN_FORM);

        assertThat(answer.status()).isBetween(400, 499);
        assertThat(answer.header("Content-Type")).isEqualTo("application/problem+json");
    }

    @Test
    void aFormWithADeleteIsNotRead() {
        var form = List.of("Content-Type: application/x-www-form-urlencoded");

        AnswerAssert.assertThat(send("DELETE /carts/bad/items", form, BROKEN_FORM))
                .isProblem("404 cart-not-found", "cartId");
    }

    @ParameterizedTest
    @ValueSource(strings = {"text/html", "application/xml", "garbage", "a/b/c", "application/json;q=x"})
    void nothingIsDoneWhereTheAnswerWouldNotBeAccepted(String accept) {
        var headers = List.of("Content-Type: application/json", "Accept: " + accept);

        var answer = send("POST /carts/bad/items", headers, GOOD_ITEM);

        AnswerAssert.assertThat(answer).isProblem("406 not-acceptable", "Accept");
    }

    @ParameterizedTest
    @ValueSource(strings = {"garbage", "AAAA", "AAAAAAAAAAAAAAAA", "AAAAAAAAAAEAAAAAAAAAAQ", "a b", "\u00e9"})
    void onlyTokensThatThisServiceGaveAreTaken(String token) {
        var answer = send("GET /carts/bad", List.of("Consistency-Token: " + token), new byte[0]);

        AnswerAssert.assertThat(answer).isProblem("422 invalid-value", "Consistency-Token");
    }
}
