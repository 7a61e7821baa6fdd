package io.cartledger.server.feed;

import static org.assertj.core.api.Assertions.assertThat;

import io.cartledger.server.database.Databases;
import io.cartledger.server.testing.CartClient;
import io.cartledger.server.testing.CartClient.Answer;
import io.cartledger.server.testing.RunningServer;
import java.net.URI;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.test.web.server.LocalServerPort;
import org.springframework.jdbc.core.simple.JdbcClient;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** What whoever follows the feed is answered. */
@RunningServer
class FeedTest {

    private static final String BROWSER = "Lynx/2.9 (Amiga 1200)";
    private static final JsonMapper JSON = new JsonMapper();

    @LocalServerPort
    private int port;

    @Autowired
    private Databases databases;

    private final CartClient shop =
            new CartClient(path -> URI.create("http://127.0.0.1:" + port + path)).with("User-Agent", BROWSER);
    private final CartClient backEnd = shop.as("back-end/feed");

    @Test
    void whatHasBeenAnsweredIsInTheFeedAtOnce() {
        String cursor = backEnd.send("GET", "/events?limit=1", null).header("Feed-Cursor");
        cursor = backEnd.send("GET", "/events?type=CartMerged&after=" + cursor, null)
                .header("Feed-Cursor");
        backEnd.add("fed-1", "SOCK", 2);
        backEnd.add("fed-1", "SOCK", 1);

        Answer answer = backEnd.send("GET", "/events?after=" + cursor, null);

        assertThat(answer.status()).isEqualTo(200);
        assertThat(answer.header("Content-Type")).isEqualTo("application/x-ndjson");
        assertThat(answer.header("Cache-Control")).isEqualTo("no-store");
        assertThat(answer.response().body()).endsWith("}\n");
        assertThat(lines(answer))
                .extracting(FeedTest::summary)
                .containsExactly("CartOpened Cart/fed-1 0", "ItemAdded Cart/fed-1 1", "ItemAdded Cart/fed-1 2");
        assertThat(lines(answer).getLast().path("cursor").asString()).isEqualTo(answer.header("Feed-Cursor"));
    }

    private static String summary(JsonNode line) {
        String type = line.path("type").asString().replace("io.cartledger.", "");
        return type + " " + line.path("subject").asString() + " " + line.path("version");
    }

    @Test
    void whoGoesOnBehindALineMissesNothingAndHasNothingTwice() {
        for (int i = 0; i < 3; i++) {
            backEnd.add("fed-2", "SOCK", 1);
        }
        List<JsonNode> all = lines(backEnd.send("GET", "/events?cart=fed-2", null));

        List<JsonNode> behind = lines(backEnd.send("GET", "/events?cart=fed-2&after=" + cursor(all.get(1)), null));
        List<JsonNode> one =
                lines(backEnd.send("GET", "/events?cart=fed-2&limit=1&after=" + cursor(all.getFirst()), null));

        assertThat(all).hasSize(4);
        assertThat(behind).isEqualTo(all.subList(2, 4));
        assertThat(one).isEqualTo(all.subList(1, 2));
    }

    private static String cursor(JsonNode line) {
        return line.path("cursor").asString();
    }

    @Test
    void typesCanBeChosenByNameAndTimesByInstant() {
        backEnd.add("fed-3", "SOCK", 1);
        List<JsonNode> all = lines(backEnd.send("GET", "/events?cart=fed-3", null));
        String time = all.getFirst().path("time").asString();

        Answer added = backEnd.send("GET", "/events?cart=fed-3&type=ItemAdded,CartCleared", null);
        Answer since = backEnd.send("GET", "/events?cart=fed-3&from=" + time, null);
        Answer before = backEnd.send("GET", "/events?cart=fed-3&to=" + time, null);

        assertThat(lines(added)).isEqualTo(all.subList(1, 2));
        assertThat(lines(since)).isEqualTo(all);
        assertThat(lines(before)).isEmpty();
    }

    @Test
    void whatChangedLinesOfASkuOrConcernsACustomerIsFoundAtOnce() {
        backEnd.send("POST", "/carts", "{\"cartId\":\"fed-8\",\"customer\":\"4811\"}");
        backEnd.add("fed-8", "FED-8", 2);
        backEnd.add("fed-8", "SOCK", 1);
        backEnd.add("fed-9", "FED-8", 1);
        shop.as("support/anna").send("POST", "/customers/4811/notes", "{\"text\":\"Called\"}");

        List<JsonNode> ofSku = lines(backEnd.send("GET", "/events?sku=FED-8", null));
        List<JsonNode> ofCustomer = lines(backEnd.send("GET", "/events?customer=4811", null));
        List<JsonNode> ofBoth = lines(backEnd.send("GET", "/events?customer=4811&sku=FED-8", null));
        List<JsonNode> ofCart = lines(backEnd.send("GET", "/events?cart=fed-9&sku=FED-8&type=ItemAdded", null));
        List<JsonNode> behind = lines(backEnd.send("GET", "/events?sku=FED-8&after=" + cursor(ofSku.getFirst()), null));

        assertThat(ofSku)
                .extracting(FeedTest::summary)
                .containsExactly("ItemAdded Cart/fed-8 1", "ItemAdded Cart/fed-9 1");
        assertThat(ofCustomer)
                .extracting(FeedTest::summary)
                .containsExactly(
                        "CartOpened Cart/fed-8 0",
                        "ItemAdded Cart/fed-8 1",
                        "ItemAdded Cart/fed-8 2",
                        "NoteAdded Customer/4811 0");
        assertThat(ofBoth).isEqualTo(ofSku.subList(0, 1));
        assertThat(ofCart).isEqualTo(ofSku.subList(1, 2));
        assertThat(behind).isEqualTo(ofCart);
        assertThat(lines(backEnd.send("GET", "/events?customer=4812", null))).isEmpty();
    }

    @Test
    void whatIsParkedIsNotPassed() {
        JdbcClient view = JdbcClient.create(databases.view());
        backEnd.add("fed-10", "FED-10", 1);
        backEnd.add("fed-10", "FED-10", 1);
        List<JsonNode> all = lines(backEnd.send("GET", "/events?sku=FED-10", null));
        view.sql("""
                insert into view_1.parked (aggregate_type, aggregate_id, position, cause)
                select 'Cart', 'fed-11', max(c.position), 'a test'
                from view_1.change c
                """).update();
        try {
            Answer waiting = backEnd.send("GET", "/events?sku=FED-10", null);
            view.sql("update view_1.parked set discarded_at = now(), discarded_by = 'ops', discard_reason = 'a test'")
                    .update();

            assertThat(all).hasSize(2);
            assertThat(lines(waiting)).isEqualTo(all.subList(0, 1));
            assertThat(lines(backEnd.send("GET", "/events?sku=FED-10&after=" + waiting.header("Feed-Cursor"), null)))
                    .isEqualTo(all.subList(1, 2));
        } finally {
            view.sql("delete from view_1.parked").update();
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"back-end/feed", "analyst/lin"})
    void whatIsPersonalIsNotForWhomeverItDoesNotConcern(String caller) {
        correct("fed-4");

        JsonNode line = lines(shop.as(caller).send("GET", "/events?cart=fed-4&type=LineCorrected", null))
                .getFirst();

        assertThat(line.propertyNames())
                .contains("actor", "actorkind", "channel", "client", "requestid", "causationid")
                .doesNotContain("ip", "session", "useragent", "sealed");
        assertThat(line.path("data").propertyNames()).contains("ticket").doesNotContain("reason");
    }

    /** The second also has the scope of back ends. */
    @ParameterizedTest
    @ValueSource(strings = {"support/anna", "back-end/shop"})
    void supportIsToldWhatIsPersonal(String caller) {
        correct("fed-5");

        JsonNode line = lines(shop.as(caller).send("GET", "/events?cart=fed-5&type=LineCorrected", null))
                .getFirst();

        assertThat(line.path("ip").asString()).isEqualTo("127.0.0.1");
        assertThat(line.path("useragent").asString()).isEqualTo(BROWSER);
        assertThat(line.path("data").path("reason").asString()).isEqualTo("She called");
    }

    private void correct(String cart) {
        backEnd.add(cart, "SOCK", 3);
        shop.as("support/anna")
                .send(
                        "POST",
                        "/carts/" + cart + "/corrections",
                        "{\"itemId\":\"SOCK\",\"quantity\":1,\"reason\":\"She called\",\"ticket\":\"T-1\"}");
    }

    @ParameterizedTest
    @CsvSource({
        "after=17, after",
        "after=, after",
        "type=, type",
        "type=CartGilded, type",
        "cart=a%20b, cart",
        "sku=a%20b, sku",
        "customer=, customer",
        "from=yesterday, from",
        "to=2026-02-30T00:00:00Z, to",
        "limit=0, limit"
    })
    void whatCannotBeIsRefused(String parameter, String field) {
        Answer answer = backEnd.send("GET", "/events?" + parameter, null);

        assertThat(answer.status()).isEqualTo(422);
        assertThat(answer.code()).isEqualTo("invalid-value");
        assertThat(answer.json().path("field").asString()).isEqualTo(field);
    }

    @Test
    void aLimitThatIsNoNumberIsRefused() {
        assertThat(backEnd.send("GET", "/events?limit=many", null).code()).isEqualTo("malformed-request");
    }

    @Test
    void aConsistencyTokenIsNoCursorAndTheOtherWayRound() {
        String token = backEnd.add("fed-6", "SOCK", 1).header("Consistency-Token");
        String cursor = backEnd.send("GET", "/events?limit=1", null).header("Feed-Cursor");

        Answer asCursor = backEnd.send("GET", "/events?after=" + token, null);
        Answer asToken = backEnd.send("GET", "/carts/fed-6?consistency=" + cursor, null);

        assertThat(asCursor.json().path("field").asString()).isEqualTo("after");
        assertThat(asToken.json().path("field").asString()).isEqualTo("consistency");
        assertThat(List.of(asCursor.status(), asToken.status())).containsOnly(422);
    }

    @Test
    void whoCannotTakeLinesIsToldSo() {
        Answer answer = backEnd.with("Accept", "application/json").send("GET", "/events", null);

        assertThat(answer.code()).isEqualTo("not-acceptable");
        assertThat(answer.json().path("detail").asString()).isEqualTo("The route answers with application/x-ndjson.");
    }

    @Test
    void whoAsksForTheHeadersAloneGetsNoLines() {
        backEnd.add("fed-7", "SOCK", 1);

        Answer answer = backEnd.send("HEAD", "/events?limit=2", null);

        assertThat(answer.status()).isEqualTo(200);
        assertThat(answer.header("Feed-Cursor")).startsWith("e");
        assertThat(answer.response().body()).isEmpty();
    }

    private static List<JsonNode> lines(Answer answer) {
        return answer.response().body().lines().map(JSON::readTree).toList();
    }
}
