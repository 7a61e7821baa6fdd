package io.cartledger.server.attack;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.params.provider.Arguments.argumentSet;

import com.nimbusds.jose.JOSEObjectType;
import com.nimbusds.jwt.JWTClaimsSet;
import io.cartledger.server.testing.AnswerAssert;
import io.cartledger.server.testing.TestIssuer;
import java.time.Duration;
import java.time.Instant;
import java.util.Base64;
import java.util.Date;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

/** No token but the issuer's own opens anything, and none more than it says. Each of these would open every cart. */
class TokenAttacksTest extends Attacks {

    private static final ForgedTokens FORGED = new ForgedTokens();
    private static final String ITEM = "{\"sku\":\"EVIL\"}";

    private static JWTClaimsSet.Builder claims() {
        return TestIssuer.claims("mallory", "cart:any");
    }

    private static Date inAnHour(int hours) {
        return Date.from(Instant.now().plus(Duration.ofHours(hours)));
    }

    static Stream<Arguments> forgedTokens() {
        return FORGED.all();
    }

    static Stream<Arguments> tokensOfOtherKeys() {
        return FORGED.byAKeyOfAnotherName();
    }

    static Stream<Arguments> tokensThatDoNotHold() {
        return Stream.of(
                argumentSet("expired", claims().expirationTime(inAnHour(-1)).build()),
                argumentSet("not yet valid", claims().notBeforeTime(inAnHour(1)).build()),
                argumentSet("without an end", claims().expirationTime(null).build()),
                argumentSet(
                        "good for ten years",
                        claims().expirationTime(inAnHour(87_600)).build()),
                argumentSet(
                        "of another issuer",
                        claims().issuer("https://evil.test").build()),
                argumentSet(
                        "of an issuer with a slash after it",
                        claims().issuer(TestIssuer.NAME + "/").build()),
                argumentSet(
                        "of an issuer in capitals",
                        claims().issuer("HTTPS://ISSUER.TEST").build()),
                argumentSet("of no issuer", claims().issuer(null).build()),
                argumentSet("for another service", claims().audience("billing").build()),
                argumentSet(
                        "for a service whose name begins alike",
                        claims().audience("cartledger2").build()),
                argumentSet(
                        "for two other services",
                        claims().audience(List.of("billing", "CARTLEDGER")).build()),
                argumentSet("for nobody", claims().audience((List<String>) null).build()),
                argumentSet("about nobody", claims().subject(null).build()),
                argumentSet("about an empty subject", claims().subject("").build()),
                argumentSet(
                        "about a subject of 65 characters",
                        claims().subject("s".repeat(65)).build()),
                argumentSet("about a subject with NUL", claims().subject("a\0b").build()),
                argumentSet(
                        "about a subject with a line break",
                        claims().subject("a\r\nb").build()),
                argumentSet(
                        "about a subject that is written from right to left",
                        claims().subject("a\u202eb").build()),
                argumentSet(
                        "of a client with NUL",
                        claims().claim("client_id", "a\0b").build()),
                argumentSet(
                        "of a session with a line break",
                        claims().claim("sid", "a\nb").build()),
                argumentSet(
                        "of a session of 256 characters",
                        claims().claim("sid", "s".repeat(256)).build()));
    }

    @ParameterizedTest
    @MethodSource("forgedTokens")
    void aForgedTokenOpensNothing(String token) {
        isUnauthenticated("Authorization: Bearer " + token);
    }

    /** Of keys that it has just looked for in vain, the service says that it cannot tell; so one asks again. */
    @ParameterizedTest
    @MethodSource("tokensOfOtherKeys")
    void aTokenOfAnotherKeyOpensNothing(String token) {
        List<String> headers = List.of("Authorization: Bearer " + token);

        var answer =
                await().until(() -> attack("POST /carts/{theirs}/items", headers, ITEM), told -> told.status() != 503);

        AnswerAssert.assertThat(answer).isProblem("401 unauthenticated", null);
    }

    @ParameterizedTest
    @MethodSource("tokensThatDoNotHold")
    void aTokenThatDoesNotHoldOpensNothing(JWTClaimsSet claims) {
        isUnauthenticated("Authorization: Bearer " + TestIssuer.sign(claims));
    }

    @ParameterizedTest
    @CsvSource({"ID", "logout+jwt", "secevent+jwt", "dpop+jwt"})
    void aTokenThatIsForSomethingElseOpensNothing(String type) {
        isUnauthenticated("Authorization: Bearer " + TestIssuer.sign(claims().build(), new JOSEObjectType(type)));
    }

    @AfterAll
    void nobodyHasAskedTheAttackersServerForKeys() {
        assertThat(FORGED.askedFor()).isZero();
        FORGED.close();
    }

    static Stream<Arguments> headers() {
        String good = TestIssuer.token(TestIssuer.ANYBODY);
        String basic = Base64.getEncoder().encodeToString("shop:shop-secret".getBytes(UTF_8));
        return Stream.of(
                argumentSet("none", List.of("X-Nothing: 1")),
                argumentSet("an empty one", List.of("Authorization: ")),
                argumentSet("no token", List.of("Authorization: Bearer ")),
                argumentSet("the token alone", List.of("Authorization: " + good)),
                argumentSet("another scheme", List.of("Authorization: Basic " + basic)),
                argumentSet("the token as password", List.of("Authorization: Basic " + good)),
                argumentSet("two tokens in one", List.of("Authorization: Bearer " + good + ", Bearer " + good)),
                argumentSet("a token twice", List.of("Authorization: Bearer " + good, "Authorization: Bearer " + good)),
                argumentSet("another after it", List.of("Authorization: Bearer " + good, "Authorization: Basic eDp5")),
                argumentSet("another before it", List.of("authorization: Basic eDp5", "Authorization: Bearer " + good)),
                argumentSet("a token of a proxy", List.of("Proxy-Authorization: Bearer " + good)),
                argumentSet("a token of another header", List.of("X-Access-Token: " + good, "access_token: " + good)),
                argumentSet("a token as cookie", List.of("Cookie: access_token=" + good + "; cart_guest=" + good)),
                argumentSet("a user who is told", List.of("X-Forwarded-User: shop", "Remote-User: shop")),
                argumentSet("a token of 12 kB", List.of("Authorization: Bearer " + "x".repeat(12_000))));
    }

    @ParameterizedTest
    @MethodSource("headers")
    void aTokenComesInOneWayAlone(List<String> headers) {
        var answer = attack("POST /carts/{theirs}/items", headers, ITEM);

        AnswerAssert.assertThat(answer).isProblem("401 unauthenticated", null);
    }

    @ParameterizedTest(name = "{0}")
    @CsvSource(delimiter = '|', textBlock = """
            GET /carts/{theirs}?access_token=<token>        | -                                | 401 unauthenticated
            GET /carts/{theirs}?token=<token>               | -                                | 401 unauthenticated
            POST /carts/{theirs}/items?access_token=<token> | {"sku":"EVIL"}                   | 401 unauthenticated
            DELETE /carts/{theirs}/items?access_token=<token> | -                              | 401 unauthenticated
            POST /carts/{theirs}/items?                     | sku=EVIL&access_token=<token>    | 415 unsupported-media-type
            POST /add-cart.php                              | quantity=1&access_token=<token>  | 422 invalid-value
            """, nullValues = "-", quoteCharacter = '`')
    void aTokenInAnAddressOrAFormIsNone(String request, String body, String problem) {
        String token = TestIssuer.token(TestIssuer.ANYBODY);
        boolean form = body != null && !body.startsWith("{");
        List<String> type = form ? List.of("Content-Type: application/x-www-form-urlencoded") : List.of();

        var answer =
                attack(request.replace("<token>", token), type, body == null ? null : body.replace("<token>", token));

        assertThat(answer.status() + " " + answer.json().path("code").asString())
                .isEqualTo(problem);
    }

    @ParameterizedTest
    @CsvSource({"20000", "70000"})
    void aTokenThatIsNoHeaderAnyMoreIsRefusedUnread(int length) {
        var answer = attack("GET /carts/{theirs}", List.of("Authorization: Bearer " + "x".repeat(length)), null);

        AnswerAssert.assertThat(answer).isProblem("400 malformed-request", null);
    }

    private void isUnauthenticated(String authorization) {
        var answer = attack("POST /carts/{theirs}/items", List.of(authorization), ITEM);

        AnswerAssert.assertThat(answer).isProblem("401 unauthenticated", null);
        assertThat(answer.header("WWW-Authenticate")).startsWith("Bearer");
    }
}
