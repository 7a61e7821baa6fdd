package io.cartledger.server.attack;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.params.provider.Arguments.argumentSet;

import com.nimbusds.jose.JOSEException;
import com.nimbusds.jose.JWSAlgorithm;
import com.nimbusds.jose.JWSHeader;
import com.nimbusds.jose.crypto.MACSigner;
import com.nimbusds.jose.util.Base64URL;
import com.nimbusds.jwt.JWTClaimsSet;
import com.nimbusds.jwt.SignedJWT;
import io.cartledger.server.testing.AnswerAssert;
import io.cartledger.server.testing.Credentials;
import io.cartledger.server.testing.TestIssuer;
import java.text.ParseException;
import java.util.Date;
import java.util.List;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** A guest's cart is opened by that guest's cookie alone. */
class GuestCookieAttacksTest extends Attacks {

    private static final String ITEM = "{\"sku\":\"EVIL\"}";
    private static final String FORMER_GUEST = "guest/before-the-claim";

    private String claimed = "";

    @BeforeAll
    void claimACart() {
        var added = shop.as(FORMER_GUEST).send("POST", "/me/cart/items", "{\"sku\":\"SOCK\"}");
        claimed = added.json().path("cartId").asString();
        var claim = shop.as("customer/after-the-claim")
                .with("Cookie", "cart_guest=" + cookieOf(FORMER_GUEST))
                .send("POST", "/carts/" + claimed + "/claim", "{}");
        assertThat(claim.status()).as("%s", claim).isEqualTo(200);
    }

    /** Each says that it is of the guest whose cart is attacked. */
    Stream<Arguments> forgedCookies() throws ParseException {
        String[] theirs = cookieOf(guest).split("\\.");
        String[] own = cookieOf(guestAttacker).split("\\.");
        String id = Credentials.idOf(guest);
        String keyId = SignedJWT.parse(cookieOf(guest)).getHeader().getKeyID();
        String none = Base64URL.encode("{\"alg\":\"none\"}").toString();
        char first = theirs[2].charAt(0) == 'A' ? 'B' : 'A';
        return Stream.of(
                argumentSet("their claims, my signature", theirs[0] + "." + theirs[1] + "." + own[2]),
                argumentSet("another signature", theirs[0] + "." + theirs[1] + "." + first + theirs[2].substring(1)),
                argumentSet("an empty signature", theirs[0] + "." + theirs[1] + "."),
                argumentSet("no signature", theirs[0] + "." + theirs[1]),
                argumentSet("alg none", none + "." + theirs[1] + "."),
                argumentSet("alg none, signed", none + "." + theirs[1] + "." + theirs[2]),
                argumentSet("alg HS512", signed(JWSAlgorithm.HS512, keyId, id, "x".repeat(64))),
                argumentSet("another key", signed(JWSAlgorithm.HS256, keyId, id, "x".repeat(32))),
                argumentSet("a key of zeros", signed(JWSAlgorithm.HS256, keyId, id, "\0".repeat(32))),
                argumentSet("a key that nobody knows", signed(JWSAlgorithm.HS256, "no-such", id, "x".repeat(32))),
                argumentSet("a key in a file", signed(JWSAlgorithm.HS256, "../../dev/null", id, "\0".repeat(32))),
                argumentSet("a key of SQL", signed(JWSAlgorithm.HS256, "' or 1=1 --", id, "x".repeat(32))),
                argumentSet("a key with NUL", signed(JWSAlgorithm.HS256, "a\0b", id, "x".repeat(32))),
                argumentSet("no key", signed(JWSAlgorithm.HS256, null, id, "x".repeat(32))),
                argumentSet(
                        "a token of the issuer",
                        TestIssuer.sign(TestIssuer.claims(id, "cart:any").build())),
                argumentSet("the guest's name", id),
                argumentSet("nothing", ""),
                argumentSet("dots", ".."),
                argumentSet("7 kB", "x".repeat(7_000)));
    }

    @ParameterizedTest
    @MethodSource("forgedCookies")
    void aForgedCookieOpensNothing(String cookie) {
        var header = List.of("Cookie: cart_guest=" + cookie);

        AnswerAssert.assertThat(attack("GET /carts/{guests}", header, null)).isProblem("401 unauthenticated", null);
        AnswerAssert.assertThat(attack("POST /carts/{guests}/items", header, ITEM))
                .isProblem("401 unauthenticated", null);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "Cookie: CART_GUEST=<theirs>",
                "Cookie: cart_guest2=<theirs>",
                "Cookie: a=cart_guest=<theirs>",
                "Cookie: cart_guest <theirs>",
                "Cookie2: cart_guest=<theirs>",
                "Set-Cookie: cart_guest=<theirs>",
                "X-Cookie: cart_guest=<theirs>",
                "Authorization: Bearer <theirs>",
                "Authorization: Guest <theirs>"
            })
    void aCookieThatComesOtherwiseOpensNothing(String header) {
        String filled = header.replace("<theirs>", cookieOf(guest));

        var answer = attack("POST /carts/{guests}/items", List.of(filled), ITEM);

        AnswerAssert.assertThat(answer).isProblem("401 unauthenticated", null);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "cart_guest=<mine>",
                "cart_guest=<mine>; cart_guest=<forged>",
                "cart_guest=<forged>; cart_guest=<mine>",
                "cart_guest=<mine>; cart_guest=\"<forged>\"",
                "cart_guest=<mine>; guest={guests}; cartId={guests}"
            })
    void oneOwnCookieOpensNoOtherGuestsCart(String cookies) throws ParseException {
        String keyId = SignedJWT.parse(cookieOf(guest)).getHeader().getKeyID();
        String forged = signed(JWSAlgorithm.HS256, keyId, Credentials.idOf(guest), "x".repeat(32));
        String header =
                "Cookie: " + cookies.replace("<mine>", cookieOf(guestAttacker)).replace("<forged>", forged);

        AnswerAssert.assertThat(attack("GET /carts/{guests}", List.of(header), null))
                .isProblem("404 cart-not-found", "cartId");
        AnswerAssert.assertThat(attack("DELETE /carts/{guests}/items", List.of(header), null))
                .isProblem("404 cart-not-found", "cartId");
    }

    @ParameterizedTest
    @ValueSource(strings = {"GET /carts/", "GET /carts/<claimed>/items/SOCK", "DELETE /carts/<claimed>/items"})
    void aCookieFromBeforeTheClaimOpensTheCartNoMore(String request) {
        String path = request.endsWith("/carts/") ? request + claimed : request.replace("<claimed>", claimed);

        var answer = attack(path, List.of(credential(FORMER_GUEST)), null);

        AnswerAssert.assertThat(answer).isProblem("404 cart-not-found", "cartId");
    }

    @Test
    void aCookieFromBeforeTheClaimLetsNobodyElseClaimTheCart() {
        var headers = List.of(credential(FORMER_GUEST), credential(attacker));

        var answer = attack("POST /carts/" + claimed + "/claim", headers, "{}");

        AnswerAssert.assertThat(answer).isProblem("404 cart-not-found", "cartId");
    }

    @Test
    void aForgedCookieBesideATokenClaimsNothing() throws ParseException {
        String keyId = SignedJWT.parse(cookieOf(guest)).getHeader().getKeyID();
        String forged = signed(JWSAlgorithm.HS256, keyId, Credentials.idOf(guest), "x".repeat(32));
        var headers = List.of("Cookie: cart_guest=" + forged, credential(attacker));

        var answer = attack("POST /carts/{guests}/claim", headers, "{}");

        AnswerAssert.assertThat(answer).isProblem("404 cart-not-found", "cartId");
    }

    @Test
    void aGuestGetsAnIdentifierOfTheServicesChoice() {
        String wish = signed(JWSAlgorithm.HS256, null, "chosen", "x".repeat(32));

        var answer = attack("GET /me/cart", List.of("Cookie: cart_guest=" + wish), null);

        assertThat(answer.status()).isEqualTo(200);
        assertThat(answer.json().path("guest").asString()).hasSize(36);
        assertThat(answer.header("Set-Cookie")).contains("HttpOnly", "SameSite=Lax", "Path=/");
    }

    private String cookieOf(String caller) {
        return Credentials.of(caller, uri("/")).getValue().replaceFirst("cart_guest=", "");
    }

    private static String signed(JWSAlgorithm algorithm, @Nullable String keyId, String subject, String secret) {
        var claims = new JWTClaimsSet.Builder()
                .subject(subject)
                .issueTime(new Date())
                .build();
        var jwt = new SignedJWT(new JWSHeader.Builder(algorithm).keyID(keyId).build(), claims);
        try {
            jwt.sign(new MACSigner(secret.getBytes(UTF_8)));
        } catch (JOSEException e) {
            throw new IllegalStateException(e);
        }
        return jwt.serialize();
    }
}
