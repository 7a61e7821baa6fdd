package io.cartledger.server;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.cartledger.server.testing.AnswerAssert;
import io.cartledger.server.testing.RawHttp;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Whatever a client gets wrong in a path, a parameter or the method, it is told what, and nothing happens. */
class BadPathTest extends RefusedRequests {

    @ParameterizedTest(name = "{0}")
    @CsvSource(delimiter = '|', quoteCharacter = '`', nullValues = "-", textBlock = """
            POST /carts/<c*65>/items     | 422 invalid-value     | cartId
            POST /carts/a%20b/items      | 422 invalid-value     | cartId
            POST /carts/a%0ab/items      | 400 malformed-request | -
            POST /carts/a'--/items       | 422 invalid-value     | cartId
            POST /carts/%c3%bc/items     | 422 invalid-value     | cartId
            POST /carts/a%25b/items      | 400 malformed-request | -
            POST /carts/as-of/items      | 422 invalid-value     | cartId
            POST /carts/%2e%2e/items     | 400 malformed-request | -
            POST /carts/a%00b/items      | 400 malformed-request | -
            POST /carts/a%2fb/items      | 400 malformed-request | -
            POST /carts/a%5cb/items      | 400 malformed-request | -
            POST /carts/a%zzb/items      | 400 malformed-request | -
            POST /carts/a%c3%28/items    | 400 malformed-request | -
            POST /carts/a;b=c/items      | 400 malformed-request | path
            POST /carts;b=c/a/items      | 400 malformed-request | path
            GET /carts/a;jsessionid=1    | 400 malformed-request | path
            GET /carts/<c*65>            | 422 invalid-value     | cartId
            GET /carts/as-of/items/A     | 422 invalid-value     | cartId
            GET /carts/as-of/diff?from=0 | 422 invalid-value     | cartId
            GET /carts/nobody            | 404 cart-not-found    | cartId
            GET /carts/nobody/items/A    | 404 cart-not-found    | cartId
            DELETE /carts/nobody/items   | 404 cart-not-found    | cartId
            DELETE /carts/nobody/items/A | 404 cart-not-found    | cartId
            GET /carts/a/items/A%20B     | 422 invalid-value     | itemId
            GET /carts/a/items/A~short   | 422 invalid-value     | itemId
            DELETE /carts/a/items/~~     | 422 invalid-value     | itemId
            DELETE /carts/a/items/<A*65> | 422 invalid-value     | itemId
            GET /carts/a/items/..        | 400 malformed-request | -
            GET /carts/a/items/%2e       | 400 malformed-request | -

            GET /                     | 404 route-not-found   | -
            GET /nope                 | 404 route-not-found   | -
            POST /carts/a/nope        | 404 route-not-found   | -
            GET /carts/               | 404 route-not-found   | -
            GET /carts/a/             | 404 route-not-found   | -
            GET /CARTS/a              | 404 route-not-found   | -
            GET //carts/a             | 400 malformed-request | -
            GET /carts//a             | 400 malformed-request | -
            GET /carts/../carts/a     | 400 malformed-request | -
            GET /carts/%2e%2e/carts/a | 400 malformed-request | -
            GET /../../etc/passwd     | 400 malformed-request | -
            BREW /carts/a             | 400 malformed-request | -
            GET /actuator/env         | 404 route-not-found   | -
            GET /actuator/heapdump    | 404 route-not-found   | -
            GET /error                | 404 route-not-found   | -
            GET /WEB-INF/web.xml      | 404 route-not-found   | -
            GET /swagger-ui/nope.js   | 404 route-not-found   | -

            GET /carts/a?atLeast=abc                 | 400 malformed-request | atLeast
            GET /carts/a?atLeast=1.5                 | 400 malformed-request | atLeast
            GET /carts/a?atLeast=9223372036854775808 | 400 malformed-request | atLeast
            GET /carts/a?atLeast=%00                 | 400 malformed-request | atLeast
            GET /carts/a?atLeast=-1                  | 422 invalid-value     | atLeast
            GET /carts/a?atLeast=%zz                 | 400 malformed-request | -
            GET /carts/a?consistency=%ff             | 400 malformed-request | -
            GET /carts/a?<a&*2000>                   | 400 malformed-request | -
            GET /carts/a?consistency=garbage         | 422 invalid-value     | consistency

            GET /carts/a?version=                                | 422 invalid-value     | version
            GET /carts/a?version=abc                             | 400 malformed-request | version
            GET /carts/a?version=1.0                             | 400 malformed-request | version
            GET /carts/a?version=9223372036854775808             | 400 malformed-request | version
            GET /carts/a?version=-1                              | 422 invalid-value     | version
            GET /carts/a?version=9223372036854775807             | 404 cart-not-found    | cartId
            GET /carts/a?version=0&at=2026-03-01T12:00:00Z       | 400 malformed-request | at
            GET /carts/a?at=                                     | 422 invalid-value     | at
            GET /carts/a?at=yesterday                            | 422 invalid-value     | at
            GET /carts/a?at=1772366400                           | 422 invalid-value     | at
            GET /carts/a?at=2026-03-01                           | 422 invalid-value     | at
            GET /carts/a?at=2026-03-01T12:00:00                  | 422 invalid-value     | at
            GET /carts/a?at=2026-03-01T12:00:00+01:00            | 422 invalid-value     | at
            GET /carts/a?at=2026-02-30T12:00:00Z                 | 422 invalid-value     | at
            GET /carts/a?at=-0001-03-01T12:00:00Z                | 422 invalid-value     | at
            GET /carts/a?at=%2b10000-01-01T00:00:00Z             | 422 invalid-value     | at
            GET /carts/a?at=%00                                  | 422 invalid-value     | at
            GET /carts/a?at=9999-12-31T23:59:59-18:00            | 400 instant-not-past  | at
            GET /carts/a?at=0000-01-01T00:00:00%2b18:00          | 404 cart-not-found    | cartId
            GET /carts/<c*65>?version=0                          | 422 invalid-value     | cartId
            GET /carts/a/diff                                    | 422 invalid-value     | from
            GET /carts/a/diff?to=1                               | 422 invalid-value     | from
            GET /carts/a/diff?from=abc                           | 422 invalid-value     | from
            GET /carts/a/diff?from=-1                            | 422 invalid-value     | from
            GET /carts/a/diff?from=9223372036854775808           | 422 invalid-value     | from
            GET /carts/a/diff?from=0&to=                         | 422 invalid-value     | to
            GET /carts/a/diff?from=0&to=1e3                      | 422 invalid-value     | to
            GET /carts/a/diff?from=0&to=9999-01-01T00:00:00Z     | 404 cart-not-found    | cartId
            GET /carts/as-of                                     | 422 invalid-value     | at
            GET /carts/as-of?at=now                              | 422 invalid-value     | at
            GET /carts/as-of?at=9999-01-01T00:00:00Z             | 400 instant-not-past  | at
            GET /carts/as-of?version=3                           | 422 invalid-value     | at
            """)
    void aPathOrParameterIsRefused(String requestLine, String problem, @Nullable String field) {
        var answer = sendGoodItem(requestLine);

        AnswerAssert.assertThat(answer).isProblem(problem, field);
    }

    @ParameterizedTest(name = "{0}")
    @CsvSource(delimiter = '|', textBlock = """
            PATCH /carts           | GET, POST
            DELETE /carts          | GET, POST
            POST /bursts           | GET
            DELETE /changes        | GET
            POST /ledger/verify    | GET
            POST /carts/a          | GET
            DELETE /carts/a        | GET
            GET /carts/a/items     | DELETE, POST
            PUT /carts/a/items     | DELETE, POST
            PATCH /carts/a/items/A | DELETE, GET, PUT
            POST /carts/a/items/A  | DELETE, GET, PUT
            POST /actuator/health  | GET
            """)
    void aMethodIsRefusedAndThoseThatAreTakenAreNamed(String requestLine, String allowed) {
        var answer = sendGoodItem(requestLine);

        AnswerAssert.assertThat(answer).isProblem("405 method-not-allowed", "method");
        assertThat(answer.header("Allow")).isEqualTo(allowed);
    }

    private RawHttp.Answer sendGoodItem(String requestLine) {
        return send(requestLine, List.of("Content-Type: application/json"), "{\"sku\":\"A\"}".getBytes(UTF_8));
    }
}
