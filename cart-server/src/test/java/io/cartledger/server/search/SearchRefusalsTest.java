package io.cartledger.server.search;

import static org.assertj.core.api.Assertions.assertThat;

import io.cartledger.server.testing.CartClient;
import io.cartledger.server.testing.CartClient.Answer;
import io.cartledger.server.testing.RunningServer;
import java.net.URI;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.springframework.boot.test.web.server.LocalServerPort;

/** What nobody can search for, and what is only ever searched for. */
@RunningServer
class SearchRefusalsTest {

    private static final AtomicInteger NUMBER = new AtomicInteger();

    @LocalServerPort
    private int port;

    private final CartClient shop = new CartClient(path -> URI.create("http://127.0.0.1:" + port + path));
    private final CartClient backEnd = shop.as("back-end/search");
    private final CartClient support = shop.as("support/anna");

    /** Of this test alone, as all tests share the service. */
    private final String cart = "refused-search-" + NUMBER.incrementAndGet();

    private void open(String id) {
        backEnd.send("POST", "/carts", "{\"cartId\":\"%s\"}".formatted(id));
    }

    @ParameterizedTest
    @CsvSource({
        "/carts?customer=, customer, must be 1 to 64",
        "/carts?sku=a%20b, sku, must be 1 to 64",
        "/carts?status=, status, 'must be one of OPEN, ABANDONED, CHECKED_OUT, MERGED'",
        "/carts?status=open, status, 'must be one of OPEN, ABANDONED, CHECKED_OUT, MERGED, was \"open\"'",
        "/carts?q=, q, must be 1 to 256 characters",
        "/carts?q=%20, q, must be 1 to 256 characters",
        "/carts?q=%C2%A0, q, must be at least one word",
        "/carts?q=a%00b, q, no control characters",
        "/carts?minLines=-1, minLines, must be 0 or more",
        "/carts?minLines=3&maxLines=2, maxLines, must not be less than minLines",
        "/carts?changedFrom=yesterday, changedFrom, must be a time such as",
        "/carts?changedFrom=2026-02-01T00:00:00Z&changedTo=2026-01-01T00:00:00Z, changedTo, must be later than changedFrom",
        "/carts?changedFrom=0001-01-01T00:00:00%2B18:00, changedFrom, must be a time such as",
        "/carts?changedTo=9999-12-31T23:59:59-18:00, changedTo, must be a time such as",
        "/changes?from=9999-12-31T23:59:59.9999999Z, from, must be a time such as",
        "/carts?minLines=, minLines, must be a whole number",
        "/carts?maxLines=x, maxLines, must be a whole number",
        "/carts?limit=, limit, must be 1 to 100",
        "/changes?limit=x, limit, must be 1 to 100",
        "/changes?actor=a&actor=b, actor, must be sent once",
        "/carts?q=a&q=b, q, must be sent once",
        "/carts?status=OPEN&status=, status, must be one of OPEN",
        "/carts?limit=101, limit, must be 1 to 100",
        "/carts?cursor=17, cursor, must be the next or the previous",
        "/changes?cart=a%20b, cart, must be 1 to 64",
        "/changes?actor=, actor, must be 1 to 256 characters",
        "/changes?client=a%0Ab, client, no control characters",
        "/changes?session=%00, session, no control characters",
        "/changes?ip=localhost, ip, 'must be an address, or a range such as 203.0.113.0/24'",
        "/changes?ip=1.2.3.4/33, ip, must be an address",
        "/changes?ip=, ip, must be an address",
        "/changes?type=CartGilded, type, must be one of AllowanceGranted",
        "/changes?type=, type, must be one of AllowanceGranted",
        "/changes?channel=fax, channel, 'must be one of api, legacy, support, system, was \"fax\"'",
        "'/changes?channel=api,legacy', channel, must be one of api",
        "/changes?ticket=a%20b, ticket, must be 1 to 64",
        "/changes?from=2026-02-30T00:00:00Z, from, must be a time such as",
        "/changes?from=2026-01-01T00:00:00Z&to=2026-01-01T00:00:00Z, to, must be later than from"
    })
    void whatCannotBeIsRefusedByName(String request, String field, String message) {
        Answer answer = support.send("GET", request, null);

        assertThat(answer.status()).as(answer.toString()).isEqualTo(422);
        assertThat(answer.code()).isEqualTo("invalid-value");
        assertThat(answer.json().path("field").asString()).isEqualTo(field);
        assertThat(answer.json().path("detail").asString()).startsWith(field).contains(message);
    }

    @Test
    void aCursorOfTheOtherListIsRefused() {
        open(cart);
        open(cart + "-2");
        String token = backEnd.add(cart + "-2", "SOCK", 1).header("Consistency-Token");
        String cursor = support.with("Consistency-Token", token)
                .send("GET", "/carts?limit=1", null)
                .json()
                .path("next")
                .asString();

        assertThat(support.send("GET", "/changes?cursor=" + cursor, null)
                        .json()
                        .path("field")
                        .asString())
                .isEqualTo("cursor");
    }

    static Stream<String> attacks() {
        var attacks = new ArrayList<String>();
        for (String text : List.of(
                "' or '1'='1",
                "'; drop table view_1.cart; --",
                "x' & 'y",
                "a:* | !b",
                "\\'",
                "\\",
                "?",
                "$1",
                "view_n.cart",
                "%' or true --",
                "red') or (true",
                "ünï 漢字")) {
            String encoded = URLEncoder.encode(text, StandardCharsets.UTF_8);
            attacks.add("/carts?q=" + encoded);
            for (String field : List.of("actor", "client", "session")) {
                attacks.add("/changes?" + field + "=" + encoded);
            }
        }
        return attacks.stream();
    }

    @ParameterizedTest
    @MethodSource("attacks")
    void whateverIsSearchedForIsOnlyEverSearchedFor(String request) {
        open(cart);

        Answer answer = support.send("GET", request, null);

        assertThat(answer.status()).as(answer.toString()).isEqualTo(200);
        assertThat(answer.json().path("items")).isEmpty();
        assertThat(answer.json().path("total").asInt(-1)).isZero();
    }
}
