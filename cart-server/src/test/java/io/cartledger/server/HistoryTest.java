package io.cartledger.server;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.cartledger.http.ConsistencyToken;
import io.cartledger.server.testing.CartClient;
import io.cartledger.server.testing.CartClient.Answer;
import io.cartledger.server.testing.RunningServer;
import java.net.URI;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.boot.test.web.server.LocalServerPort;
import org.springframework.test.context.TestPropertySource;
import tools.jackson.databind.JsonNode;

/** A cart and its customer, from the first item to the order, as support reads of them afterwards. */
@RunningServer
@TestPropertySource(properties = "cart.limits.per-customer.DRN-7X=3")
class HistoryTest {

    private static final String UNTIL = "2099-01-31T12:00:00Z";
    private static int number;

    @LocalServerPort
    private int port;

    private final CartClient shop = new CartClient(path -> URI.create("http://127.0.0.1:" + port + path));
    private final CartClient anna = shop.as("support/anna");
    private final String customer = "history-" + ++number;
    private final String cart = "history-cart-" + number;
    private final String other = "history-other-" + number;

    /** The answers of the commands, in order. */
    private final List<Answer> answers = new ArrayList<>();

    private void send(CartClient caller, String method, String path, String body) {
        answers.add(caller.send(method, path, body.isEmpty() ? null : body));
    }

    @BeforeEach
    void story() {
        CartClient owner = shop.as("customer/" + customer);
        String open = "{\"cartId\":\"%s\",\"customer\":\"" + customer + "\"}";
        String add = "{\"sku\":\"DRN-7X\",\"quantity\":%d}";
        send(shop, "POST", "/carts", open.formatted(cart));
        send(owner, "POST", "/carts/" + cart + "/items", add.formatted(1));
        send(owner.with("Idempotency-Key", "\"k-1\""), "POST", "/carts/" + cart + "/items", add.formatted(2));
        send(owner.with("Idempotency-Key", "\"k-1\""), "POST", "/carts/" + cart + "/items", add.formatted(2));
        send(owner, "POST", "/carts/" + cart + "/items", add.formatted(1));
        send(owner, "PUT", "/carts/" + cart + "/items/DRN-7X", "{\"quantity\":3}");
        send(
                anna,
                "POST",
                "/carts/" + cart + "/corrections",
                "{\"itemId\":\"DRN-7X\",\"quantity\":1,\"reason\":\"duplicate rows merged\",\"ticket\":\"T-12\"}");
        send(shop, "POST", "/carts", open.formatted(other).replace(",\"customer\":\"" + customer + "\"", ""));
        send(shop, "POST", "/carts/" + other + "/items", "{\"sku\":\"SOCK\",\"quantity\":2}");
        send(shop, "POST", "/carts/" + cart + "/merge", "{\"from\":\"" + other + "\",\"policy\":\"sum\"}");
        send(
                anna,
                "POST",
                "/customers/" + customer + "/notes",
                "{\"text\":\"Approved for second pair on next restock\",\"ticket\":\"T-12\"}");
        send(
                anna,
                "POST",
                "/customers/" + customer + "/allowances",
                "{\"sku\":\"DRN-7X\",\"units\":1,\"until\":\"" + UNTIL + "\",\"ticket\":\"T-12\"}");
        send(owner, "DELETE", "/carts/" + cart + "/items/SOCK", "");
        send(owner, "POST", "/carts/" + cart + "/checkout", "{\"orderReference\":\"O-1\"}");
        assertThat(answers.stream().map(Answer::status))
                .as("%s", answers)
                .containsExactly(201, 201, 200, 200, 422, 200, 200, 201, 201, 200, 201, 201, 200, 200);
        // Refusals are written down aside.
        await().until(() ->
                get(anna, "/carts/" + cart + "/history").json().path("total").asInt() == 9);
    }

    /** Not before what the last command has done. */
    private Answer get(CartClient caller, String path) {
        return caller.with(ConsistencyToken.HEADER, answers.getLast().header(ConsistencyToken.HEADER))
                .send("GET", path, null);
    }

    private static List<String> texts(Answer answer, String field) {
        return answer.json()
                .path("items")
                .valueStream()
                .map(item -> item.path(field).asString("-"))
                .toList();
    }

    private static JsonNode item(Answer answer, int index) {
        return answer.json().path("items").path(index);
    }

    @Test
    void supportReadsOfTheCartWordByWord() {
        Answer answer = get(anna, "/carts/" + cart + "/history");

        assertThat(answer.status()).as("%s", answer).isEqualTo(200);
        assertThat(texts(answer, "summary"))
                .containsExactly(
                        "opened for customer " + customer,
                        "added 1 × DRN-7X, now 1",
                        "added 2 × DRN-7X, now 3",
                        "sent again, and answered as before: to add an item, DRN-7X",
                        "refused: purchase limit of DRN-7X reached (asked to add an item, DRN-7X)",
                        "anna corrected DRN-7X from 3 to 1 (ticket T-12): duplicate rows merged",
                        "merged cart " + other + " into it: SOCK from 0 to 2",
                        "removed SOCK (was 2)",
                        "checked out as order O-1");
        assertThat(texts(answer, "kind"))
                .containsExactly(
                        "change", "change", "change", "replay", "refusal", "change", "change", "change", "change");
    }

    @Test
    void anEntrySaysWhoFromWhereWhyAndByWhichCommand() {
        Answer answer = get(anna, "/carts/" + cart + "/history");

        JsonNode added = item(answer, 2).path("change");
        assertThat(added.path("type").asString()).isEqualTo("ItemAdded");
        assertThat(added.path("version").asInt()).isEqualTo(2);
        assertThat(added.path("lines").toString())
                .isEqualTo("[{\"itemId\":\"DRN-7X\",\"sku\":\"DRN-7X\",\"before\":1,\"after\":3}]");
        assertThat(added.path("actor").toString()).isEqualTo("{\"kind\":\"customer\",\"id\":\"" + customer + "\"}");
        assertThat(added.path("idempotencyKey").asString()).isEqualTo("k-1");
        assertThat(added.path("requestId").asString()).isEqualTo(answers.get(2).header("X-Request-Id"));
        assertThat(added.path("ip").asString()).isEqualTo("127.0.0.1");
        assertThat(added.path("userAgent").asString()).startsWith("Java-http-client/");
        assertThat(added.path("commandId").asString()).hasSize(36);
        assertThat(Duration.between(
                        Instant.parse(added.path("receivedAt").asString()),
                        Instant.parse(added.path("recordedAt").asString())))
                .isBetween(Duration.ZERO, Duration.ofSeconds(10));
        JsonNode corrected = item(answer, 5).path("change");
        assertThat(corrected.path("reason").asString()).isEqualTo("duplicate rows merged");
        assertThat(corrected.path("ticket").asString()).isEqualTo("T-12");
        assertThat(item(answer, 6).path("mergedFrom").asString()).isEqualTo(other);
        JsonNode refused = item(answer, 4).path("refusal");
        assertThat(refused.path("code").asString()).isEqualTo("purchase-limit-exceeded");
        assertThat(refused.path("status").asInt()).isEqualTo(422);
        assertThat(refused.path("route").asString()).isEqualTo("/carts/{cartId}/items");
        assertThat(refused.path("requestId").asString())
                .isEqualTo(answers.get(4).header("X-Request-Id"));
    }

    @Test
    void theCustomersHistoryHasTheFileToo() {
        Answer answer = get(anna, "/customers/" + customer + "/history");

        assertThat(texts(answer, "summary"))
                .hasSize(11)
                .containsSubsequence(
                        "merged cart " + other + " into it: SOCK from 0 to 2",
                        "anna added a note (ticket T-12): Approved for second pair on next restock",
                        "anna allowed 1 × DRN-7X more until " + UNTIL + " (ticket T-12)",
                        "removed SOCK (was 2)");
        assertThat(get(shop.as("back-end/erp"), "/customers/" + customer + "/history")
                        .response()
                        .body())
                .contains("anna added a note (ticket T-12)\"")
                .doesNotContain("Approved", "127.0.0.1", "duplicate rows");
        assertThat(get(anna, "/customers/history-nobody/history").json().toString())
                .isEqualTo("{\"items\":[],\"total\":0,\"totalIsEstimate\":false}");
    }

    @Test
    void theSameIsThereAsCsv() {
        Answer answer = get(anna.with("Accept", "text/csv"), "/carts/" + cart + "/history?limit=3");

        assertThat(answer.header("Content-Type")).isEqualTo("text/csv;header=present;charset=UTF-8");
        assertThat(answer.header("Link")).contains("rel=\"next\"");
        List<String> rows = answer.response().body().lines().toList();
        JsonNode added = item(get(anna, "/carts/" + cart + "/history"), 2);
        assertThat(rows).hasSize(4);
        assertThat(rows.getFirst()).startsWith("at,kind,summary,cartId,customer,version,type,lines,");
        assertThat(rows.getLast())
                .startsWith(added.path("at").asString() + ",change,\"added 2 × DRN-7X, now 3\"," + cart + "," + customer
                        + ",2,ItemAdded,DRN-7X:1>3,,,,,,customer," + customer + ",")
                .contains(",k-1,127.0.0.1,,Java-http-client/");
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            text/csv                          | text/csv
            text/csv, application/json;q=0.5  | text/csv
            application/json;q=0.5, text/*    | text/csv
            */*                               | application/json
            application/*                     | application/json
            text/csv;q=0.5, */*               | application/json
            """)
    void whatIsAcceptedMostIsSent(String accept, String type) {
        assertThat(get(anna.with("Accept", accept), "/carts/" + cart + "/history")
                        .header("Content-Type"))
                .startsWith(type);
    }

    @Test
    void pagesLeadForthAndBack() {
        for (String order : List.of("oldest", "newest")) {
            List<String> all = texts(get(anna, "/carts/" + cart + "/history?order=" + order), "at");
            assertThat(all).hasSize(9);
            var forth = new ArrayList<String>();
            Answer page = get(anna, "/carts/" + cart + "/history?limit=2&order=" + order);
            forth.addAll(texts(page, "at"));
            while (page.json().has("next")) {
                page = follow(page, "next");
                forth.addAll(texts(page, "at"));
            }
            var back = new ArrayList<>(texts(page, "at").reversed());
            while (page.json().has("previous")) {
                page = follow(page, "prev");
                back.addAll(texts(page, "at").reversed());
            }
            assertThat(forth).isEqualTo(all);
            assertThat(back.reversed()).isEqualTo(all);
        }
    }

    /** By its link. */
    private Answer follow(Answer page, String relation) {
        String link = Stream.of(page.response().headers().allValues("Link"))
                .flatMap(List::stream)
                .filter(value -> value.endsWith("rel=\"" + relation + "\""))
                .findFirst()
                .orElseThrow();
        return anna.send("GET", link.substring(1, link.indexOf('>')), null);
    }

    @Test
    void whoShopsIsToldOfTheirOwnCartAndNotWhoElseWasAtIt() {
        Answer own = get(shop.as("customer/" + customer), "/carts/" + cart + "/history");

        assertThat(texts(own, "summary"))
                .hasSize(9)
                .contains("support corrected DRN-7X from 3 to 1", "added 2 × DRN-7X, now 3");
        assertThat(own.response().body()).doesNotContain("anna", "T-12", "duplicate", "127.0.0.1", "\"back-end\"");
        Answer foreign = get(shop.as("customer/stranger"), "/carts/" + cart + "/history");
        Answer unknown = get(shop.as("customer/stranger"), "/carts/nobody/history");
        assertThat(List.of(foreign, unknown))
                .allSatisfy(answer -> assertThat(answer.code()).isEqualTo("cart-not-found"));
        assertThat(foreign.response().body().replace(cart, "nobody"))
                .isEqualTo(unknown.response().body());
    }

    @ParameterizedTest
    @ValueSource(strings = {"analyst/ada", "back-end/erp"})
    void whatIsPersonalIsForSupportAlone(String caller) {
        Answer answer = get(shop.as(caller), "/carts/" + cart + "/history");

        assertThat(texts(answer, "summary")).contains("anna corrected DRN-7X from 3 to 1 (ticket T-12)");
        assertThat(answer.response().body()).doesNotContain("duplicate", "127.0.0.1", "userAgent", "Java-http-client");
    }
}
