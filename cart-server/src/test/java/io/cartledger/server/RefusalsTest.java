package io.cartledger.server;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.cartledger.server.database.Databases;
import io.cartledger.server.testing.CartClient;
import io.cartledger.server.testing.Credentials;
import io.cartledger.server.testing.RunningServer;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.test.web.server.LocalServerPort;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.test.context.TestPropertySource;

/** Support sees who tried what, when, and why it was refused. */
@RunningServer
@TestPropertySource(properties = "cart.refusals.per-second=1000")
class RefusalsTest {

    private static final String JSON = "{\"sku\":\"%s\",\"quantity\":%d}";

    @LocalServerPort
    private int port;

    @Autowired
    private Databases databases;

    private final CartClient shop = new CartClient(path -> URI.create("http://127.0.0.1:" + port + path));

    private CartClient named(String requestId) {
        return shop.with("X-Request-Id", requestId);
    }

    private JdbcClient ledger() {
        return JdbcClient.create(databases.command());
    }

    private Map<String, Object> refusal(String requestId) {
        var find = ledger().sql("select * from ledger.refusal where request_id = ?")
                .param(requestId);
        return await().until(() -> find.query().listOfRows(), rows -> !rows.isEmpty())
                .getFirst();
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', nullValues = "-", textBlock = """
            POST   | /carts/c-1/items              | {"sku":"DRN-7X' OR 1=1--"}        | 422 | invalid-value          | /carts/{cartId}/items          | c-1   | -      | DRN-7X'?OR?1=1--
            POST   | /carts/c-1/items              | {"sku":"DRN-7X","quantity":5000}  | 422 | invalid-value          | /carts/{cartId}/items          | c-1   | -      | DRN-7X
            POST   | /carts/c-1/items              | {"sku":                           | 400 | malformed-request      | /carts/{cartId}/items          | c-1   | -      | -
            DELETE | /carts/unknown/items/DRN-7X   | -                                 | 404 | cart-not-found         | /carts/{cartId}/items/{itemId} | unknown | DRN-7X | -
            POST   | /me/cart/checkout             | {"orderReference":"o-1"}          | 403 | insufficient-scope     | /me/cart/checkout              | -     | -      | -
            """)
    void whatWasTriedIsThere(
            String method,
            String path,
            @Nullable String body,
            int status,
            String code,
            @Nullable String route,
            @Nullable String cart,
            @Nullable String item,
            @Nullable String sku) {
        String name = "refused-" + Integer.toHexString((method + path + body).hashCode());

        var answer = named(name).as("support/anna").send(method, path, body);

        assertThat(answer.status()).isEqualTo(status);
        assertThat(refusal(name))
                .containsEntry("status", status)
                .containsEntry("code", code)
                .containsEntry("method", method)
                .containsEntry("route", route)
                .containsEntry("cart_id", cart)
                .containsEntry("item_id", item)
                .containsEntry("sku", sku)
                .containsEntry("actor_kind", "support")
                .containsEntry("actor", "anna");
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            POST  | /nowhere/secret      | 404 | route-not-found
            PATCH | /carts/c-1           | 405 | method-not-allowed
            POST  | /carts/c-1/items;a=b | 400 | malformed-request
            """)
    void whatWasTriedWhereNoRouteIsIsThereWithoutItsPath(String method, String path, int status, String code) {
        String name = "lost-" + code;

        named(name).as("support/anna").send(method, path, "{}");

        assertThat(refusal(name))
                .containsEntry("status", status)
                .containsEntry("code", code)
                .containsEntry("method", method)
                .containsEntry("route", null);
    }

    @ParameterizedTest
    @CsvSource({
        "POST, /nowhere, customer/lost, customer, lost, client-of-lost",
        "PATCH, /carts/c-1, support/anna, support, anna, client-of-anna",
        "DELETE, /nowhere, guest/lost, guest, -, -"
    })
    void whoTriedWhereNoRouteIsIsKnown(
            String method, String path, String who, String kind, String actor, String client) {
        String name = "who-" + kind;

        named(name).as(who).send(method, path, null);

        assertThat(refusal(name))
                .containsEntry("actor_kind", kind)
                .containsEntry("actor", actor.equals("-") ? Credentials.idOf(who) : actor)
                .containsEntry("client", client.equals("-") ? null : client);
    }

    @Test
    void whoSaysNothingOfThemselvesIsNobody() {
        named("nobody").asNobody().add("c-1", "DRN-7X", 1);

        assertThat(refusal("nobody")).containsEntry("code", "unauthenticated").containsEntry("actor", null);
    }

    @Test
    void whoseTokenOpensOtherRoutesIsKnown() {
        named("elsewhere").as("customer/curious").send("POST", "/customers/4421/notes", "{\"text\":\"x\"}");

        assertThat(refusal("elsewhere"))
                .containsEntry("code", "insufficient-scope")
                .containsEntry("actor", "curious")
                .containsEntry("client", "client-of-curious");
    }

    @Test
    void aReplayIsThereTooAndTheFirstIsNot() {
        CartClient customer = shop.as("customer/replaying").with("Idempotency-Key", "\"k-1\"");
        customer.with("X-Request-Id", "first").send("POST", "/me/cart/items", JSON.formatted("DRN-7X", 1));

        customer.with("X-Request-Id", "again").send("POST", "/me/cart/items", JSON.formatted("DRN-7X", 1));

        assertThat(refusal("again"))
                .containsEntry("code", "replayed")
                .containsEntry("status", 201)
                .containsEntry("sku", "DRN-7X")
                .containsEntry("actor", "replaying")
                .doesNotContainEntry("cart_id", null);
        assertThat(recorded("first")).isZero();
    }

    @Test
    void whatIsAskedIsNotRecordedAndWhatIsDoneNeither() {
        named("asked").send("GET", "/carts/unknown", null);
        named("watched").send("POST", "/actuator/health", "{}");
        named("done").add("done", "DRN-7X", 1);

        named("marker").add("done", "DRN-7X", 0);

        refusal("marker");
        assertThat(recorded("asked") + recorded("watched") + recorded("done")).isZero();
    }

    private long recorded(String requestId) {
        return ledger().sql("select count(*) from ledger.refusal where request_id = ?")
                .param(requestId)
                .query(Long.class)
                .single();
    }

    @Test
    void nobodysAddressIsThereButWhatCameFromTheSameIsFound() {
        named("here").add("c-1", "DRN-7X", 0);
        named("there").add("c-2", "SOCK", 0);

        assertThat((byte[]) refusal("here").get("ip_hash"))
                .hasSize(16)
                .isEqualTo(refusal("there").get("ip_hash"));
        assertThat(ledger().sql("select count(*) from ledger.refusal r where to_jsonb(r)::text like '%127.0.0.1%'")
                        .query(Long.class)
                        .single())
                .isZero();
    }

    @Test
    void operatorsSeeHowManyThereWere() {
        named("figure").add("c-1", "DRN-7X", 0);

        refusal("figure");

        await().until(() -> shop.send("GET", "/actuator/prometheus", null)
                .response()
                .body()
                .lines()
                .anyMatch(line ->
                        line.matches("cart_refusals_total\\{code=\"invalid-value\",outcome=\"recorded\"} [1-9].*")));
    }

    @Test
    void theQuestionsInTheDocumentationCanBeAsked() throws IOException {
        String page = Files.readString(Path.of("../docs/operations.md"));
        String questions = page.replaceFirst("(?s).*## Refusals.*?```sql\n(.*?)```.*", "$1");

        assertThat(questions.split(";\\s*"))
                .hasSizeGreaterThan(3)
                .allSatisfy(question ->
                        assertThat(ledger().sql(question).query().listOfRows()).isNotNull());
    }
}
