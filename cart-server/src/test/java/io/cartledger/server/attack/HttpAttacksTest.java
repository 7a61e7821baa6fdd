package io.cartledger.server.attack;

import static org.assertj.core.api.Assertions.assertThat;

import io.cartledger.server.testing.AnswerAssert;
import io.cartledger.server.testing.RawHttp;
import io.cartledger.server.testing.TestIssuer;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** A path, a method and a page mean what they say, and nothing of the inside is open. */
class HttpAttacksTest extends Attacks {

    @ParameterizedTest(name = "{0}")
    @CsvSource(delimiter = '|', quoteCharacter = '`', nullValues = "-", textBlock = """
            GET /carts/{mine}/..;/{theirs}                   | 400 malformed-request | path
            GET /carts/{mine}/../{theirs}                    | 400 malformed-request | -
            GET /carts/{mine}/%2e%2e/{theirs}                | 400 malformed-request | -
            GET /carts/{mine}/%252e%252e/{theirs}            | 400 malformed-request | -
            GET /carts/{mine}/.%2e/{theirs}                  | 400 malformed-request | -
            GET /carts/{mine}%2f..%2f{theirs}                | 400 malformed-request | -
            GET /carts/{mine}%252f..%252f{theirs}            | 400 malformed-request | -
            GET /carts/{mine}\\..\\{theirs}                  | 400 malformed-request | -
            GET /carts/{mine}%5c..%5c{theirs}                | 400 malformed-request | -
            GET /carts/{theirs}.                             | 422 invalid-value     | cartId
            GET /carts/{theirs}.json                         | 422 invalid-value     | cartId
            GET /carts/{theirs}%20                           | 422 invalid-value     | cartId
            GET /carts/{theirs}%00                           | 400 malformed-request | -
            GET /carts/{theirs}%0d%0aX-Evil:%201             | 400 malformed-request | -
            GET /carts/{theirs};a=b                          | 400 malformed-request | path
            GET /carts;a=b/{theirs}                          | 400 malformed-request | path
            GET /carts/{theirs}%3ba=b                        | 400 malformed-request | -
            GET /carts/{theirs}%23                           | 422 invalid-value     | cartId
            GET /carts/{theirs}%3f                           | 422 invalid-value     | cartId
            GET /carts/%c0%ae%c0%ae/{theirs}                 | 400 malformed-request | -
            GET /carts/%ef%bc%8f{theirs}                     | 422 invalid-value     | cartId
            GET //carts/{theirs}                             | 400 malformed-request | -
            GET /./carts/{theirs}                            | 400 malformed-request | -
            GET /Carts/{theirs}                              | 404 route-not-found   | -
            GET /carts/{theirs}/                             | 404 route-not-found   | -
            GET /%63arts/{theirs}                            | 404 cart-not-found    | cartId
            GET http://localhost/carts/{theirs}              | 404 cart-not-found    | cartId
            GET http://evil.test/carts/{theirs}              | 400 malformed-request | -
            GET carts/{theirs}                               | 400 malformed-request | -
            GET *                                            | 400 malformed-request | -
            POST /carts/{theirs}/items/DRN-7X                | 405 method-not-allowed | method
            POST /carts/{theirs}/items/DRN-7X?_method=DELETE | 405 method-not-allowed | method
            GET /carts/{theirs}/items?_method=DELETE         | 405 method-not-allowed | method
            PATCH /carts/{theirs}                            | 405 method-not-allowed | method
            TRACE /carts/{theirs}                            | 405 method-not-allowed | -
            DELETE /carts/{theirs}                           | 405 method-not-allowed | method
            delete /carts/{theirs}/items                     | 400 malformed-request | -
            GET /WEB-INF/web.xml                             | 404 route-not-found   | -
            GET /META-INF/MANIFEST.MF                        | 404 route-not-found   | -
            GET /application.yaml                            | 404 route-not-found   | -
            GET /.git/config                                 | 404 route-not-found   | -
            GET /error                                       | 404 route-not-found   | -
            GET /console                                     | 404 route-not-found   | -
            GET /h2-console                                  | 404 route-not-found   | -
            GET /login                                       | 404 route-not-found   | -
            GET /logout                                      | 404 route-not-found   | -
            """)
    void aPathMeansWhatItSays(String request, String problem, @Nullable String field) {
        AnswerAssert.assertThat(attack(request, List.of(credential(attacker)), null))
                .isProblem(problem, field);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "X-HTTP-Method-Override: DELETE",
                "X-HTTP-Method: DELETE",
                "X-Method-Override: DELETE",
                "X-Original-Method: DELETE",
                "X-Forwarded-Method: DELETE"
            })
    void aMethodIsTheOneOfTheRequestLine(String header) {
        var headers = List.of(credential(TestIssuer.ANYBODY), header);

        AnswerAssert.assertThat(attack("POST /carts/{theirs}/items/DRN-7X", headers, "_method=DELETE"))
                .isProblem("405 method-not-allowed", "method");
        AnswerAssert.assertThat(attack("GET /carts/{theirs}/items", headers, null))
                .isProblem("405 method-not-allowed", "method");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "X-Original-URL: /carts/{mine}",
                "X-Rewrite-URL: /carts/{mine}",
                "X-Forwarded-Prefix: /carts/{mine}",
                "X-Forwarded-Host: evil.test",
                "Forwarded: for=127.0.0.1;host=evil.test",
                "X-Forwarded-For: 127.0.0.1",
                "X-Real-IP: 127.0.0.1",
                "Host: evil.test"
            })
    void aPathIsTheOneOfTheRequestLine(String header) {
        var answer = attack("GET /carts/{theirs}", List.of(credential(attacker), header), null);

        AnswerAssert.assertThat(answer).isProblem("404 cart-not-found", "cartId");
        assertThat(answer.toString()).doesNotContain("evil.test");
    }

    @ParameterizedTest(name = "{0} as {1}")
    @CsvSource(delimiter = '|', nullValues = "-", textBlock = """
            /actuator                          | - | 401 unauthenticated
            /actuator/info                     | - | 401 unauthenticated
            /actuator/metrics                  | - | 401 unauthenticated
            /actuator/metrics/jvm.memory.used  | - | 401 unauthenticated
            /actuator/prometheus               | - | 401 unauthenticated
            /%61ctuator/metrics                | - | 401 unauthenticated
            /actuator/%6detrics                | - | 401 unauthenticated
            /actuator                          | back-end/mallory    | 403 insufficient-scope
            /actuator/info                     | back-end/mallory    | 403 insufficient-scope
            /actuator/metrics                  | back-end/mallory    | 403 insufficient-scope
            /actuator/prometheus               | back-end/mallory    | 403 insufficient-scope
            /actuator/metrics                  | support/mallory     | 403 insufficient-scope
            /actuator/prometheus               | support/mallory     | 403 insufficient-scope
            /actuator/info                     | analyst/mallory     | 403 insufficient-scope
            /actuator/prometheus               | analyst/mallory     | 403 insufficient-scope
            /actuator/prometheus               | customer/mallory    | 403 insufficient-scope
            /actuator/prometheus               | guest/mallory       | 401 unauthenticated
            /actuator/env                      | back-end/shop       | 404 route-not-found
            /actuator/configprops              | back-end/shop       | 404 route-not-found
            /actuator/beans                    | back-end/shop       | 404 route-not-found
            /actuator/heapdump                 | back-end/shop       | 404 route-not-found
            /actuator/threaddump               | back-end/shop       | 404 route-not-found
            /actuator/loggers                  | back-end/shop       | 404 route-not-found
            /actuator/mappings                 | back-end/shop       | 404 route-not-found
            /actuator/flyway                   | back-end/shop       | 404 route-not-found
            /actuator/httpexchanges            | back-end/shop       | 404 route-not-found
            /actuator/scheduledtasks           | back-end/shop       | 404 route-not-found
            /actuator/shutdown                 | back-end/shop       | 404 route-not-found
            /actuator/metrics/nope             | back-end/shop       | 404 route-not-found
            /actuator/health/nope              | - | 404 route-not-found
            /actuator/env                      | - | 404 route-not-found
            /actuator/heapdump                 | - | 404 route-not-found
            /actuator/metrics/                 | - | 401 unauthenticated
            /actuator/metrics.json             | - | 404 route-not-found
            /actuator;a=b/metrics              | - | 400 malformed-request
            /actuator/health/..;/metrics       | - | 400 malformed-request
            /actuator/health/../metrics        | - | 400 malformed-request
            /actuator/health/%2e%2e/metrics    | - | 400 malformed-request
            /actuator/health%2f..%2fmetrics    | - | 400 malformed-request
            /v3/api-docs/../../actuator/metrics | - | 400 malformed-request
            //actuator/metrics                 | - | 400 malformed-request
            /ACTUATOR/metrics                  | - | 404 route-not-found
            """)
    void theActuatorIsForOperators(String path, @Nullable String caller, String problem) {
        List<String> headers = caller == null ? List.of() : List.of(credential(caller));

        var answer = attack("GET " + path, headers, null);

        assertThat(answer.status() + " " + answer.json().path("code").asString())
                .isEqualTo(problem);
        assertThat(answer.header("Content-Type")).isEqualTo("application/problem+json");
    }

    @ParameterizedTest
    @ValueSource(strings = {"shutdown", "loggers/ROOT", "refresh", "restart", "env"})
    void nothingIsSetThroughTheActuator(String endpoint) {
        var answer = attack(
                "POST /actuator/" + endpoint,
                List.of(credential(TestIssuer.ANYBODY)),
                "{\"configuredLevel\":\"TRACE\"}");

        AnswerAssert.assertThat(answer).isProblem("404 route-not-found", null);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "/liveness", "/readiness"})
    void healthSaysNothingButItself(String part) {
        RawHttp.Answer toAll = attack("GET /actuator/health" + part, List.of(), null);
        RawHttp.Answer toSupport = attack("GET /actuator/health" + part, List.of(credential("support/mallory")), null);

        assertThat(toAll.status()).isEqualTo(200);
        assertThat(toAll.body()).doesNotContain("components", "details", "PostgreSQL", "path");
        assertThat(toSupport.body()).isEqualTo(toAll.body());
    }

    @ParameterizedTest
    @ValueSource(strings = {"/view", "/db", "/diskSpace", "/ping", "/nope"})
    void whatHealthConsistsOfIsForOperators(String part) {
        assertThat(attack("GET /actuator/health" + part, List.of(), null).status())
                .isEqualTo(404);
    }

    @Test
    void theDescriptionOfTheServiceTellsNoSecret() {
        RawHttp.Answer description = attack("GET /v3/api-docs", List.of(), null);

        assertThat(description.status()).isEqualTo(200);
        assertThat(description.body())
                .contains("/carts/{cartId}")
                .doesNotContainIgnoringCase("secret", "password", "actuator", "jdbc:", "eyJ", "/oauth2/");
    }

    @ParameterizedTest(name = "{0}")
    @CsvSource(delimiter = '|', textBlock = """
            /v3/api-docs/swagger-config       | 200
            /v3/api-docs.yaml                 | 200
            /v3/api-docs/..%2factuator        | 400
            /v3/api-docsX                     | 404
            /v3/api-docs/actuator             | 404
            /swagger-ui/../actuator/metrics   | 400
            /swagger-ui/index.html%2f..       | 400
            /webjars/../application.yaml      | 400
            /webjars/%2e%2e/application.yaml  | 400
            """)
    void pagesLeadNowhereElse(String path, int status) {
        RawHttp.Answer answer = attack("GET " + path, List.of(), null);

        assertThat(answer.status()).isEqualTo(status);
        assertThat(answer.body()).doesNotContain("spring:", "jvm.memory");
    }
}
