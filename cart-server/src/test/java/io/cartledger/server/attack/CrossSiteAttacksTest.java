package io.cartledger.server.attack;

import static org.assertj.core.api.Assertions.assertThat;

import io.cartledger.server.testing.AnswerAssert;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** A page of another site makes a guest's browser send what the guest has not meant, along with the cookie. */
class CrossSiteAttacksTest extends Attacks {

    private static final String FORM = "Content-Type: application/x-www-form-urlencoded";

    @ParameterizedTest(name = "{0}")
    @CsvSource(delimiter = '|', quoteCharacter = '`', nullValues = "-", textBlock = """
            POST /me/cart/items                | {"sku":"EVIL"}
            PUT /me/cart/items/DRN-7X          | {"quantity":9}
            DELETE /me/cart/items/DRN-7X       | -
            DELETE /me/cart/items              | -
            POST /me/cart/merge                | {"from":"{guests}"}
            POST /me/cart/checkout             | {"orderReference":"O-1"}
            POST /me/cart/commands             | [{"type":"ClearCart"}]
            POST /add-cart.php                 | product_id=EVIL
            POST /carts                        | {}
            POST /carts/{guests}/items         | {"sku":"EVIL"}
            PUT /carts/{guests}/items/DRN-7X   | {"quantity":9}
            DELETE /carts/{guests}/items/DRN-7X | -
            DELETE /carts/{guests}/items       | -
            POST /carts/{guests}/merge         | {"from":"{guests}"}
            POST /carts/{guests}/checkout      | {"orderReference":"O-1"}
            POST /carts/{guests}/commands      | [{"type":"ClearCart"}]
            POST /carts/{guests}/restorations  | {"version":0,"reason":"R"}
            """)
    void aGuestsBrowserIsNotBelieved(String request, @Nullable String body) {
        var headers = new ArrayList<>(List.of(credential(guest), "Origin: https://evil.test"));
        if (request.endsWith(".php")) {
            headers.add(FORM);
        }

        var answer = attack(request, headers, body);

        AnswerAssert.assertThat(answer).isProblem("403 cross-site", null);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "Origin: https://evil.test",
                "Origin: http://localhost.evil.test",
                "Origin: http://localhost:9999",
                "Origin: https://localhost",
                "Origin: http://evil.test/localhost",
                "Origin: http://localhost@evil.test",
                "Origin: null",
                "Origin: ",
                "Origin: garbage",
                "Origin: http://[",
                "Origin: file://",
                "Sec-Fetch-Site: cross-site",
                "Sec-Fetch-Site: same-site",
                "Sec-Fetch-Site: ",
                "Sec-Fetch-Site: SAME-ORIGIN",
                "Sec-Fetch-Site: none, cross-site"
            })
    void noOtherSiteIsTakenForTheOwn(String header) {
        var answer = attack("POST /me/cart/items", List.of(credential(guest), header), "{\"sku\":\"EVIL\"}");

        AnswerAssert.assertThat(answer).isProblem("403 cross-site", null);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "Content-Type: text/plain",
                "Content-Type: application/x-www-form-urlencoded",
                "Content-Type: multipart/form-data; boundary=x"
            })
    void noFormOfABrowserIsTakenForJson(String header) {
        var answer = attack("POST /me/cart/items", List.of(credential(guest), header), "{\"sku\":\"EVIL\"}");

        AnswerAssert.assertThat(answer).isProblem("415 unsupported-media-type", "Content-Type");
    }

    /** Else a page of another site could put its own cart in the place of the one that somebody has. */
    @ParameterizedTest(name = "{0} with {1}")
    @CsvSource(delimiter = '|', quoteCharacter = '`', nullValues = "-", textBlock = """
            GET /me/cart         | Origin: https://evil.test  | 200
            GET /me/cart         | Origin: null               | 200
            GET /me/cart         | Sec-Fetch-Site: cross-site | 200
            GET /me/cart         | Sec-Fetch-Site: same-site  | 200
            HEAD /me/cart        | Sec-Fetch-Site: cross-site | 200
            POST /me/cart/items  | Sec-Fetch-Site: cross-site | 403
            POST /me/cart/items  | Origin: null               | 403
            POST /carts          | Origin: https://evil.test  | 403
            """)
    void anotherSiteGivesNobodyACookie(String request, String header, int status) {
        String body = request.startsWith("POST") ? "{}" : null;

        var answer = attack(request, List.of(header), body);

        assertThat(answer.status()).isEqualTo(status);
        assertThat(answer.header("Set-Cookie")).isNull();
        assertThat(answer.header("Access-Control-Allow-Origin")).isNull();
    }
}
