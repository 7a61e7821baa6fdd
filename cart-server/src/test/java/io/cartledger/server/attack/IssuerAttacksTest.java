package io.cartledger.server.attack;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.cartledger.server.testing.CartClient;
import io.cartledger.server.testing.CartClient.Answer;
import io.cartledger.server.testing.RunningServer;
import java.net.URI;
import java.util.Base64;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.boot.test.util.TestPropertyValues;
import org.springframework.boot.test.web.server.LocalServerPort;
import org.springframework.context.ApplicationContextInitializer;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.test.context.ContextConfiguration;

/** The issuer gives tokens to clients that prove who they are, with scopes that they have, and does nothing else. */
@RunningServer
@ContextConfiguration(initializers = {RunningServer.OnItsOwnDatabase.class, IssuerAttacksTest.WithIssuer.class})
class IssuerAttacksTest {

    private static final String SECRET = "a-secret-of-the-tests";

    @LocalServerPort
    private int port;

    private final CartClient nobody = new CartClient(path -> URI.create("http://127.0.0.1:" + port + path)).asNobody();

    static final class WithIssuer implements ApplicationContextInitializer<ConfigurableApplicationContext> {

        @Override
        public void initialize(ConfigurableApplicationContext context) {
            TestPropertyValues.of(
                            "cart.roles=command,query,issuer",
                            "cart.issuer.clients.shopper.secret=" + SECRET,
                            "cart.issuer.clients.shopper.scopes=cart:read,cart:write",
                            "cart.issuer.clients.shopper.subject=4421")
                    .applyTo(context);
        }
    }

    @Test
    void aGoodClientGetsATokenForWhatItMayDo() {
        Answer given = ask("shopper", SECRET, "grant_type=client_credentials&scope=cart:read");
        assertThat(given.status()).as("%s", given).isEqualTo(200);
        String token = given.json().path("access_token").asString();
        CartClient shopper = nobody.with("Authorization", "Bearer " + token);

        assertThat(shopper.send("GET", "/me/cart", null).status()).isEqualTo(200);
        assertThat(shopper.send("POST", "/me/cart/items", "{\"sku\":\"A\"}").status())
                .isEqualTo(403);
    }

    @ParameterizedTest(name = "{0}:{1} with {2}")
    @CsvSource(delimiter = '|', quoteCharacter = '`', nullValues = "-", textBlock = """
            shopper | wrong                       | grant_type=client_credentials                        | 401 invalid_client
            shopper | ``                          | grant_type=client_credentials                        | 400 invalid_request
            shopper | shopper-secret              | grant_type=client_credentials                        | 401 invalid_client
            shopper | A-SECRET-OF-THE-TESTS       | grant_type=client_credentials                        | 401 invalid_client
            shopper | a-secret-of-the-test        | grant_type=client_credentials                        | 401 invalid_client
            nobody  | a-secret-of-the-tests       | grant_type=client_credentials                        | 401 invalid_client
            SHOPPER | a-secret-of-the-tests       | grant_type=client_credentials                        | 401 invalid_client
            storefront | storefront-secret        | grant_type=client_credentials                        | 401 invalid_client
            admin   | admin-secret                | grant_type=client_credentials                        | 401 invalid_client
            x' or 1=1-- | a-secret-of-the-tests   | grant_type=client_credentials                        | 401 invalid_client
            shopper | a-secret-of-the-tests       | grant_type=client_credentials&scope=cart:any         | 400 invalid_scope
            shopper | a-secret-of-the-tests       | grant_type=client_credentials&scope=cart:read+cart:admin | 400 invalid_scope
            shopper | a-secret-of-the-tests       | grant_type=client_credentials&scope=*                | 400 invalid_scope
            shopper | a-secret-of-the-tests       | grant_type=client_credentials&scope=cart:read%00     | 400 invalid_scope
            shopper | a-secret-of-the-tests       | grant_type=client_credentials&scope=CART:READ        | 400 invalid_scope
            shopper | a-secret-of-the-tests       | grant_type=client_credentials&scope=cart:read&scope=cart:any | 400 invalid_request
            shopper | a-secret-of-the-tests       | grant_type=password&username=a&password=b            | 400 unsupported_grant_type
            shopper | a-secret-of-the-tests       | grant_type=authorization_code&code=x                 | 400 invalid_grant
            shopper | a-secret-of-the-tests       | grant_type=refresh_token&refresh_token=x             | 400 invalid_grant
            shopper | a-secret-of-the-tests       | grant_type=urn:ietf:params:oauth:grant-type:device_code&device_code=x | 400 invalid_grant
            shopper | a-secret-of-the-tests       | grant_type=urn:ietf:params:oauth:grant-type:token-exchange&subject_token=x&subject_token_type=urn:ietf:params:oauth:token-type:access_token | 400 unauthorized_client
            shopper | a-secret-of-the-tests       | grant_type=client_credentials&grant_type=password    | 400 invalid_request
            shopper | a-secret-of-the-tests       | scope=cart:read                                      | 400 invalid_request
            -       | -                           | grant_type=client_credentials&client_id=shopper&client_secret=wrong | 401 invalid_client
            """)
    void noTokenIsGiven(@Nullable String client, @Nullable String secret, String form, String error) {
        Answer answer = ask(client, secret, form);

        assertThat(answer.status() + " " + answer.json().path("error").asString())
                .isEqualTo(error);
        assertThat(answer.response().body()).doesNotContain("access_token", SECRET, "Exception", "org.springframework");
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "grant_type=client_credentials", "grant_type=client_credentials&client_id=shopper"})
    void noTokenIsGivenToWhoProvesNothing(String form) {
        Answer answer = ask(null, null, form);

        assertThat(answer.status()).isEqualTo(401);
        assertThat(answer.json().path("error").asString("")).isEqualTo("invalid_client");
        assertThat(answer.header("WWW-Authenticate")).startsWith("Basic realm=");
        assertThat(answer.header("Cache-Control")).contains("no-store");
        assertThat(answer.response().body()).doesNotContain("access_token");
    }

    @Test
    void whoTriesByHeaderIsToldSo() {
        Answer wrong = ask("shopper", "wrong", "grant_type=client_credentials");
        Answer malformed = ask("shopper", "", "grant_type=client_credentials");

        assertThat(wrong.header("WWW-Authenticate")).startsWith("Basic realm=");
        assertThat(malformed.response().headers().map()).doesNotContainKey("www-authenticate");
    }

    @Test
    void noTokenIsGivenForWhatIsInAnAddress() {
        Answer answer = nobody.sendForm(
                "/oauth2/token?grant_type=client_credentials&client_id=shopper&client_secret=" + SECRET, "");

        assertThat(answer.status()).isBetween(400, 401);
        assertThat(answer.response().body()).doesNotContain("access_token");
    }

    @ParameterizedTest(name = "{0} {1}")
    @CsvSource({
        "GET, /oauth2/authorize?response_type=code&client_id=shopper",
        "POST, /oauth2/authorize",
        "POST, /oauth2/par",
        "POST, /oauth2/introspect",
        "POST, /oauth2/revoke",
        "POST, /oauth2/device_authorization",
        "GET, /oauth2/device_verification",
        "POST, /oauth2/register",
        "POST, /connect/register",
        "GET, /connect/logout",
        "GET, /userinfo",
        "GET, /login",
        "GET, /.well-known/openid-configuration",
        "GET, /oauth2/",
        "GET, /oauth2/jwks/x",
        "POST, /oauth2/token/x"
    })
    void whatNobodyNeedsIsNotThere(String method, String path) {
        Answer answer = nobody.with("Authorization", basic("shopper", SECRET)).send(method, path, null);

        assertThat(answer.status()).isEqualTo(404);
        assertThat(answer.code()).isEqualTo("route-not-found");
    }

    @ParameterizedTest
    @ValueSource(strings = {"GET", "PUT", "DELETE"})
    void aTokenIsNotHadByOtherMethods(String method) {
        Answer answer = nobody.with("Authorization", basic("shopper", SECRET))
                .send(method, "/oauth2/token?grant_type=client_credentials", null);

        assertThat(answer.status()).isBetween(400, 499);
        assertThat(answer.response().body()).doesNotContain("access_token");
    }

    @Test
    void theKeysThatAreShownAreThePublicOnes() {
        Answer keys = nobody.send("GET", "/oauth2/jwks", null);

        assertThat(keys.status()).isEqualTo(200);
        assertThat(keys.json().path("keys").isEmpty()).isFalse();
        assertThat(keys.json().path("keys"))
                .allSatisfy(key -> assertThat(key.propertyNames())
                        .contains("n", "e", "kid")
                        .doesNotContain("d", "p", "q", "dp", "dq", "qi", "k"));
    }

    private Answer ask(@Nullable String client, @Nullable String secret, String form) {
        CartClient sender =
                client == null ? nobody : nobody.with("Authorization", basic(client, secret == null ? "" : secret));
        return sender.sendForm("/oauth2/token", form);
    }

    private static String basic(String client, String secret) {
        return "Basic " + Base64.getEncoder().encodeToString((client + ":" + secret).getBytes(UTF_8));
    }
}
