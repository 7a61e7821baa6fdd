package io.cartledger.server.search;

import static org.assertj.core.api.Assertions.assertThat;

import io.cartledger.server.testing.CartClient;
import io.cartledger.server.testing.CartClient.Answer;
import io.cartledger.server.testing.RunningServer;
import java.net.URI;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.springframework.boot.test.web.server.LocalServerPort;
import tools.jackson.databind.JsonNode;

/** What whoever searches for carts and changes is answered. */
@RunningServer
class SearchTest {

    private static final String BROWSER = "Lynx/2.9 (Amiga 1200)";
    private static final AtomicInteger NUMBER = new AtomicInteger();

    @LocalServerPort
    private int port;

    private final CartClient shop =
            new CartClient(path -> URI.create("http://127.0.0.1:" + port + path)).with("User-Agent", BROWSER);
    private final CartClient backEnd = shop.as("back-end/search");
    private final CartClient support = shop.as("support/anna");

    /** Of this test alone, as all tests share the service. */
    private final String customer = "searched-" + NUMBER.incrementAndGet();

    private final String cart = customer;

    @Test
    void aCartIsFoundByEachOfItsSidesWithItsLinesAndItsTime() {
        Answer opened = open(cart);
        String sku = "SKU-OF-" + customer;
        String token = backEnd.add(cart, sku, 2).header("Consistency-Token");
        String time = Stream.of(opened)
                .map(answer -> search(support, "/changes?cart=" + cart, token))
                .map(answer ->
                        answer.json().path("items").path(0).path("recordedAt").asString())
                .findFirst()
                .orElseThrow();

        for (String query : List.of(
                "customer=" + customer,
                "sku=" + sku,
                "sku=" + sku + "&status=OPEN",
                "q=" + sku.toLowerCase(java.util.Locale.ROOT),
                "q=" + sku + "%20" + customer,
                "customer=" + customer + "&minLines=1&maxLines=1",
                "customer=" + customer + "&changedFrom=" + time)) {
            Answer answer = search(backEnd, "/carts?" + query, token);

            assertThat(answer.status()).as(query).isEqualTo(200);
            assertThat(answer.header("Consistency-Token")).isNotEmpty();
            assertThat(answer.header("Cache-Control")).isEqualTo("no-store");
            assertThat(answer.json().path("total").asInt(-1)).as(query).isEqualTo(1);
            assertThat(answer.json().path("totalIsEstimate").asBoolean(true)).isFalse();
            JsonNode item = answer.json().path("items").path(0);
            assertThat(item.path("changedAt").asString()).isEqualTo(time);
            assertThat(item.path("cart").path("cartId").asString()).isEqualTo(cart);
            assertThat(item.path("cart").path("version").asInt(-1)).isEqualTo(1);
            assertThat(item.path("cart").path("customer").asString()).isEqualTo(customer);
            assertThat(item.path("cart").path("lines").path(0).path("quantity").asInt(-1))
                    .isEqualTo(2);
        }
        for (String query : List.of(
                "customer=" + customer + "&status=CHECKED_OUT",
                "customer=" + customer + "&minLines=2",
                "q=" + customer + "%20nothing",
                "customer=" + customer + "&changedTo=" + opened(time))) {
            assertThat(search(backEnd, "/carts?" + query, token)
                            .json()
                            .path("total")
                            .asInt(-1))
                    .as(query)
                    .isZero();
        }
    }

    /** Before anything has happened to any cart. */
    private static String opened(String time) {
        return java.time.Instant.parse(time).minusSeconds(3_600).toString();
    }

    @Test
    void changesComeTheNewestFirstWithTheLineBeforeAndAfter() {
        String token = corrected();

        Answer answer = search(support, "/changes?cart=" + cart, token);

        JsonNode items = answer.json().path("items");
        assertThat(items.valueStream().map(item -> item.path("type").asString()))
                .containsExactly("LineCorrected", "ItemAdded", "CartOpened");
        JsonNode correction = items.path(0);
        assertThat(correction.path("lines").path(0)).isEqualTo(line("SOCK", 3, 1));
        assertThat(correction.path("actor").path("kind").asString()).isEqualTo("support");
        assertThat(correction.path("actor").path("id").asString()).isEqualTo("anna");
        assertThat(correction.path("version").asInt(-1)).isEqualTo(2);
        assertThat(correction.propertyNames())
                .contains("recordedAt", "receivedAt", "channel", "client", "requestId", "correlationId", "commandId")
                .contains("customer", "ticket", "reason", "ip", "userAgent")
                .doesNotContain("position");
        assertThat(correction.path("reason").asString()).isEqualTo("She called");
        assertThat(correction.path("ip").asString()).isEqualTo("127.0.0.1");
        assertThat(correction.path("userAgent").asString()).isEqualTo(BROWSER);
        assertThat(items.path(2).path("lines")).isEmpty();
    }

    private static JsonNode line(String sku, int before, int after) {
        return new tools.jackson.databind.json.JsonMapper()
                .readTree("{\"itemId\":\"%1$s\",\"sku\":\"%1$s\",\"before\":%2$d,\"after\":%3$d}"
                        .formatted(sku, before, after));
    }

    @Test
    void eachFilterFindsTheChangeAndItsContraryDoesNot() {
        String token = corrected();
        JsonNode correction = search(support, "/changes?cart=" + cart, token)
                .json()
                .path("items")
                .path(0);
        String time = correction.path("recordedAt").asString();
        String after = java.time.Instant.parse(time).plusNanos(1_000).toString();

        for (String filter : List.of(
                "customer=" + customer,
                "sku=SOCK",
                "actor=anna",
                "client=client-of-anna",
                "ip=127.0.0.1",
                "ip=127.0.0.0/8",
                "type=LineCorrected",
                "type=NoteAdded&type=LineCorrected",
                "type=NoteAdded,LineCorrected",
                "type=NoteAdded&type=NoteAdded,LineCorrected",
                "channel=support",
                "ticket=T-1",
                "from=" + time,
                "to=" + after)) {
            Answer answer = search(support, "/changes?cart=" + cart + "&" + filter, token);
            assertThat(answer.json().path("items").valueStream().anyMatch(correction::equals))
                    .as("%s: %s", filter, answer)
                    .isTrue();
        }
        for (String filter : List.of(
                "customer=nobody",
                "sku=HAT",
                "actor=berta",
                "client=nothing",
                "ip=127.0.0.2",
                "ip=126.0.0.0/8",
                "session=nothing",
                "type=NoteAdded",
                "channel=legacy",
                "ticket=T-2",
                "from=" + after,
                "to=2020-01-01T00:00:00Z")) {
            Answer answer = search(support, "/changes?cart=" + cart + "&" + filter, token);
            assertThat(answer.json().path("total").asInt(-1))
                    .as("%s: %s", filter, answer)
                    .isZero();
        }
    }

    @Test
    void theTimesMeetWithoutAGap() {
        String token = corrected();
        JsonNode items = search(support, "/changes?cart=" + cart, token).json().path("items");
        String middle = items.path(1).path("recordedAt").asString();

        Answer before = search(support, "/changes?cart=" + cart + "&to=" + middle, token);
        Answer from = search(support, "/changes?cart=" + cart + "&from=" + middle, token);

        assertThat(before.json().path("items").size()
                        + from.json().path("items").size())
                .isEqualTo(3);
    }

    @Test
    void fromWherePeopleComeIsForSupportAlone() {
        CartClient analyst = shop.as("analyst/lin");
        String token = corrected();

        JsonNode correction = search(analyst, "/changes?cart=" + cart, token)
                .json()
                .path("items")
                .path(0);

        assertThat(correction.propertyNames())
                .contains("actor", "ticket", "lines")
                .doesNotContain("ip", "session", "userAgent", "reason");
        for (String filter : List.of("ip=127.0.0.1", "session=s-1", "ip=none")) {
            Answer refused = analyst.send("GET", "/changes?" + filter, null);
            assertThat(refused.status()).isEqualTo(403);
            assertThat(refused.code()).isEqualTo("wrong-caller");
            assertThat(refused.json().path("field").asString()).isEqualTo(filter.split("=", 2)[0]);
        }
    }

    @Test
    void pagesLeadForthAndBackByCursorAndByLink() {
        String token = "";
        for (int i = 0; i < 5; i++) {
            open(cart + "-" + i);
            token = backEnd.add(cart + "-" + i, "OF-" + customer, 1).header("Consistency-Token");
        }
        String request = "/carts?status=OPEN&sku=OF-" + customer + "&limit=2";
        Answer first = search(backEnd, request, token);
        Answer second = backEnd.send("GET", link(first, "next"), null);
        Answer third = search(
                backEnd, request + "&cursor=" + second.json().path("next").asString(), token);
        Answer back = backEnd.send("GET", link(third, "prev"), null);

        assertThat(Stream.of(first, second, third).flatMap(SearchTest::ids))
                .containsExactly(cart + "-0", cart + "-1", cart + "-2", cart + "-3", cart + "-4");
        assertThat(first.header("Link")).doesNotContain("prev");
        assertThat(third.header("Link")).doesNotContain("next");
        assertThat(ids(back)).containsExactlyElementsOf(ids(second).toList());
    }

    private static Stream<String> ids(Answer answer) {
        return answer.json()
                .path("items")
                .valueStream()
                .map(item -> item.path("cart").path("cartId").asString());
    }

    private static String link(Answer answer, String rel) {
        return answer.response().headers().allValues("Link").stream()
                .filter(link -> link.endsWith("rel=\"" + rel + "\""))
                .map(link -> link.substring(1, link.indexOf('>')))
                .findFirst()
                .orElseThrow();
    }

    private Answer open(String id) {
        return backEnd.send("POST", "/carts", "{\"cartId\":\"%s\"%s}".formatted(id, id.equals(cart) ? owner() : ""));
    }

    private String owner() {
        return ",\"customer\":\"" + customer + "\"";
    }

    /** A cart with a line of three, of which support makes one. */
    private String corrected() {
        open(cart);
        backEnd.add(cart, "SOCK", 3);
        return support.send(
                        "POST",
                        "/carts/" + cart + "/corrections",
                        "{\"itemId\":\"SOCK\",\"quantity\":1,\"reason\":\"She called\",\"ticket\":\"T-1\"}")
                .header("Consistency-Token");
    }

    private static Answer search(CartClient caller, String request, String token) {
        return caller.with("Consistency-Token", token).send("GET", request, null);
    }
}
