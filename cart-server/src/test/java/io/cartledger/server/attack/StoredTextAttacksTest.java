package io.cartledger.server.attack;

import static org.assertj.core.api.Assertions.assertThat;

import io.cartledger.server.database.Databases;
import io.cartledger.server.testing.CartClient;
import io.cartledger.server.testing.CartClient.Answer;
import io.cartledger.server.testing.LedgerContents;
import io.cartledger.server.testing.RunningServer;
import io.cartledger.server.testing.TestIssuer;
import java.net.URI;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.test.web.server.LocalServerPort;
import tools.jackson.databind.json.JsonMapper;

/** Free text is kept to the letter: it is nobody's to read as a command, so whatever it says nothing else happens. */
@RunningServer
class StoredTextAttacksTest {

    private static final JsonMapper JSON = new JsonMapper();

    @LocalServerPort
    private int port;

    @Autowired
    private Databases databases;

    private final CartClient shop = new CartClient(path -> URI.create("http://127.0.0.1:" + port + path));

    static Stream<String> texts() {
        return Stream.of(
                "' OR 1=1--",
                "'; drop table ledger.event; --",
                "$$; delete from ledger.event; $$",
                "\\'; select pg_sleep(9); --",
                "{\"$type\":\"x\"}",
                "<script>alert(1)</script>",
                "${jndi:ldap://127.0.0.1/x} #{7*7} {{7*7}} %n%s",
                "=cmd|' /C calc'!A0",
                "turned round: \u202etxt.exe\u202c",
                "isolated: \u2066a\u2069, without width: \u200b\u200d\ufeff",
                "\u2028 \u2029 \ufffd \uffff \ud83d\ude00",
                "e\u0301\u0301\u0301\u0301\u0301\u0301\u0301\u0301");
    }

    @ParameterizedTest
    @MethodSource("texts")
    void anOptionIsKeptToTheLetter(String text) {
        CartClient support = shop.as("support/anna");
        shop.add("texts", "SOCK", 1);
        int before = events();

        Answer added = shop.send(
                "POST",
                "/carts/texts/items",
                "{\"sku\":\"A\",\"options\":{\"engraving\":%s}}".formatted(JSON.writeValueAsString(text)));
        Answer noted = support.send(
                "POST", "/customers/texts/notes", "{\"text\":%s}".formatted(JSON.writeValueAsString(text)));
        Answer cart = shop.cart("texts", added.version());
        Answer file = shop.send("GET", "/customers/texts?atLeast=" + noted.version(), null);

        assertThat(events()).isEqualTo(before + 2);
        assertThat(cart.json().path("lines").findValuesAsString("engraving")).contains(text);
        assertThat(file.json().at("/notes/0/text").asString()).isEqualTo(text);
    }

    @ParameterizedTest
    @MethodSource("texts")
    void aHeaderIsKeptToTheLetterOrNotAtAll(String text) {
        String printable = text.replaceAll("[^\\x20-\\x7e]", "?");
        CartClient sender = shop.with("X-Request-Id", printable)
                .with("traceparent", printable)
                .with("tracestate", printable)
                .with("User-Agent", printable)
                .with("X-Forwarded-For", printable)
                .with("Referer", printable)
                .with("X-Correlation-Id", printable)
                .with("Idempotency-Key", JSON.writeValueAsString("key " + printable));
        int before = events();

        Answer added = sender.add("headers", "SOCK", 1);
        Answer again = sender.add("headers", "SOCK", 1);

        assertThat(added.isSuccess()).as("%s", added).isTrue();
        assertThat(again.header("Idempotency-Replayed")).isEqualTo("true");
        assertThat(added.header("X-Request-Id")).hasSize(36);
        assertThat(events()).isBetween(before + 1, before + 2);
    }

    @ParameterizedTest
    @MethodSource("texts")
    void noTokenMakesSqlOfItsSubject(String text) {
        String subject = text.replaceAll("[^\\x21-\\x7e]", "_");
        String token = TestIssuer.sign(
                TestIssuer.claims(subject, "cart:any").claim("sid", subject).build());
        int before = events();

        Answer added = shop.asNobody().with("Authorization", "Bearer " + token).add("subjects", "SOCK", 1);

        assertThat(added.isSuccess()).as("%s", added).isTrue();
        assertThat(events()).isBetween(before + 1, before + 2);
        assertThat(JSON.readTree(LedgerContents.read(databases.command())
                                .entries()
                                .getLast()
                                .recorded()
                                .origin())
                        .toString())
                .contains(JSON.writeValueAsString(subject));
    }

    private int events() {
        return LedgerContents.read(databases.command()).assertSound().entries().size();
    }
}
