package io.cartledger.server;

import static org.assertj.core.api.Assertions.assertThat;

import io.cartledger.http.ConsistencyToken;
import io.cartledger.server.testing.CartClient;
import io.cartledger.server.testing.CartClient.Answer;
import io.cartledger.server.testing.RunningServer;
import java.net.URI;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.boot.test.web.server.LocalServerPort;
import tools.jackson.databind.JsonNode;

/** What support does, over HTTP: corrects, restores, notes; and who may not. */
@RunningServer
class SupportCommandsTest {

    private static final String CORRECTION =
            "{\"itemId\":\"DRN-7X\",\"quantity\":1,\"reason\":\"Added twice\",\"ticket\":\"T-1\"}";
    private static final String RESTORATION = "{\"version\":1,\"reason\":\"Cleared by mistake\"}";
    private static final String NOTE = "{\"text\":\"Call back\"}";

    @LocalServerPort
    private int port;

    private final CartClient shop = new CartClient(path -> URI.create("http://127.0.0.1:" + port + path));
    private final CartClient anna = shop.as("support/anna");

    @ParameterizedTest
    @ValueSource(strings = {"back-end/erp", "customer/4421", "guest/g-1"})
    void nobodyElseCorrectsOrNotes(String caller) {
        shop.add("support-only", "DRN-7X", 3);

        Answer correction = shop.as(caller).send("POST", "/carts/support-only/corrections", CORRECTION);
        Answer note = shop.as(caller).send("POST", "/customers/4421/notes", NOTE);

        assertThat(List.of(correction, note)).allSatisfy(answer -> {
            assertThat(answer.code()).isEqualTo(caller.startsWith("guest/") ? "unauthenticated" : "insufficient-scope");
        });
        assertThat(anna.send("POST", "/carts/support-only/corrections", CORRECTION)
                        .status())
                .isEqualTo(200);
    }

    @Test
    void aCorrectionOfWhatIsNotThereIsRefused() {
        shop.add("support-lines", "SOCK", 3);

        Answer line = anna.send("POST", "/carts/support-lines/corrections", CORRECTION);
        Answer cart = anna.send("POST", "/carts/support-none/corrections", CORRECTION);

        assertThat(line.code()).isEqualTo("line-not-found");
        assertThat(cart.code()).isEqualTo("cart-not-found");
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '`', textBlock = """
            /carts/c/corrections | {"quantity":1,"reason":"R","ticket":"T"}                 | itemId
            /carts/c/corrections | {"itemId":"A","reason":"R","ticket":"T"}                 | quantity
            /carts/c/corrections | {"itemId":"A","quantity":1000,"reason":"R","ticket":"T"} | quantity
            /carts/c/corrections | {"itemId":"A","quantity":-1,"reason":"R","ticket":"T"}   | quantity
            /carts/c/corrections | {"itemId":"A","quantity":1,"ticket":"T"}                 | reason
            /carts/c/corrections | {"itemId":"A","quantity":1,"reason":"","ticket":"T"}     | reason
            /carts/c/corrections | {"itemId":"A","quantity":1,"reason":"R"}                 | ticket
            /customers/4421/notes | {}                                                       | text
            /customers/4421/notes | {"text":"\\n"}                                           | text
            /customers/4421/notes | {"text":"\\u0000"}                                       | text
            /customers/4421/notes | {"text":"T","ticket":"a b"}                              | ticket
            """)
    void whatIsMissingOrWrongIsNamed(String path, String body, String field) {
        Answer answer = anna.send("POST", path, body);

        assertThat(answer.status()).as("%s", answer).isEqualTo(422);
        assertThat(answer.code()).isEqualTo("invalid-value");
        assertThat(answer.json().path("field").asString()).isEqualTo(field);
    }

    @Test
    void forAShopperAForeignCartIsNotThereToRestore() {
        shop.send("POST", "/carts", "{\"cartId\":\"support-theirs\",\"customer\":\"support-owner\"}");
        shop.add("support-theirs", "DRN-7X", 1);
        CartClient other = shop.as("customer/4422");

        Answer foreign = other.send("POST", "/carts/support-theirs/restorations", RESTORATION);
        Answer unknown = other.send("POST", "/carts/support-nobody/restorations", RESTORATION);
        Answer late = other.send("POST", "/carts/support-theirs/restorations", RESTORATION.replace("1", "9"));

        assertThat(List.of(foreign, unknown, late))
                .allSatisfy(answer -> assertThat(answer.status()).isEqualTo(404));
        assertThat(foreign.response().body().replace("support-theirs", "support-nobody"))
                .isEqualTo(unknown.response().body());
        assertThat(late.response().body()).isEqualTo(foreign.response().body());
    }

    @Test
    void theOwnerAndSupportRestore() {
        shop.send("POST", "/carts", "{\"cartId\":\"support-back\",\"customer\":\"support-owner\"}");
        shop.add("support-back", "DRN-7X", 2);
        shop.add("support-back", "SOCK", 1);

        Answer one = shop.as("customer/support-owner").send("POST", "/carts/support-back/restorations", RESTORATION);
        Answer both = anna.send("POST", "/carts/support-back/restorations", RESTORATION.replace("1", "2"));
        Answer again = anna.send("POST", "/carts/support-back/restorations", RESTORATION.replace("1", "2"));

        assertThat(one.json().path("units").asInt()).isEqualTo(2);
        assertThat(both.json().path("units").asInt()).isEqualTo(3);
        assertThat(both.header("ETag")).isEqualTo("\"4\"");
        assertThat(again.header("ETag")).isEqualTo("\"4\"");
    }

    @Test
    void aNoteIsInTheFileForWhoHelpsAndForNobodyWhoShops() {
        Answer noted = anna.send("POST", "/customers/noted/notes", "{\"text\":\"Call\\nback\",\"ticket\":\"T-1\"}");

        Answer file = shop.with(ConsistencyToken.HEADER, noted.header(ConsistencyToken.HEADER))
                .send("GET", "/customers/noted", null);

        assertThat(noted.status()).isEqualTo(201);
        assertThat(noted.header("Location")).isEqualTo("/customers/noted/notes/0");
        JsonNode note = file.json().at("/notes/0");
        assertThat(note.path("text").asString()).isEqualTo("Call\nback");
        assertThat(note.path("ticket").asString()).isEqualTo("T-1");
        assertThat(note.path("actorKind").asString()).isEqualTo("support");
        assertThat(note.path("actor").asString()).isEqualTo("anna");
        assertThat(Instant.parse(note.path("addedAt").asString()))
                .isBetween(Instant.now().minus(Duration.ofMinutes(5)), Instant.now());
        assertThat(shop.as("customer/noted")
                        .send("GET", "/customers/noted", null)
                        .status())
                .isEqualTo(403);
    }

    @Test
    void theNewestHundredNotesAreShown() {
        Answer last = IntStream.rangeClosed(0, 100)
                .mapToObj(i -> anna.send("POST", "/customers/many/notes", "{\"text\":\"N-" + i + "\"}"))
                .reduce((before, after) -> after)
                .orElseThrow();

        JsonNode notes = shop.with(ConsistencyToken.HEADER, last.header(ConsistencyToken.HEADER))
                .send("GET", "/customers/many", null)
                .json()
                .path("notes");

        assertThat(notes.size()).isEqualTo(100);
        assertThat(notes.path(0).path("text").asString()).isEqualTo("N-100");
        assertThat(notes.path(99).path("text").asString()).isEqualTo("N-1");
    }
}
