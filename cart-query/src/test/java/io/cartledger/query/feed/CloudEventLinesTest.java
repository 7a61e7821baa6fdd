package io.cartledger.query.feed;

import static org.assertj.core.api.Assertions.assertThat;

import io.cartledger.command.testing.TestSeals;
import io.cartledger.ledger.EventCodec.Written;
import io.cartledger.ledger.Origin;
import io.cartledger.ledger.Origin.Source;
import io.cartledger.ledger.Recorded;
import io.cartledger.ledger.Sealed;
import io.cartledger.ledger.Seals.Place;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.Test;

/** The lines are what clients are written for: they are added to, and never changed. */
class CloudEventLinesTest {

    private static final UUID EVENT = UUID.fromString("019b0a00-0000-7000-8000-00000000000e");
    private static final String CUSTOMER = "customer/4421";
    private static final String BEGINNING = """
            {"specversion":"1.0","id":"019b0a00-0000-7000-8000-00000000000e","source":"urn:cartledger:ledger",\
            """;
    private static final String OF_PLAIN_ORIGIN = """
            "channel":"support","receivedat":"2026-01-31T12:00:00.447Z","actorkind":"support","actor":"anna",\
            "client":"console","requestid":"r-1","correlationid":"t-1","causationid":"00000000-0000-0000-0000-00000000000c",\
            "idempotencykey":"k-1","traceparent":"00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01",\
            """;

    private final TestSeals seals = new TestSeals();

    @Test
    void supportIsToldEverything() {
        assertThat(lines(true, corrected())).isEqualTo(BEGINNING + """
                "type":"io.cartledger.LineCorrected","subject":"Cart/c-1","time":"2026-01-31T12:00:00.449123Z",\
                "datacontenttype":"application/json","version":6,"revision":1,"cursor":"eAAAAAAAAAAd-CwYA",\
                """ + OF_PLAIN_ORIGIN + """
                "ip":"203.0.113.7","session":"s-1","useragent":"Phone/1.0",\
                "data":{"itemId":"DRN-7X","lineQuantity":1,"ticket":"T-1","reason":"She called"}}
                """);
    }

    @Test
    void nobodyElseIsToldWhatIsPersonal() {
        assertThat(lines(false, corrected())).isEqualTo(BEGINNING + """
                "type":"io.cartledger.LineCorrected","subject":"Cart/c-1","time":"2026-01-31T12:00:00.449123Z",\
                "datacontenttype":"application/json","version":6,"revision":1,"cursor":"eAAAAAAAAAAd-CwYA",\
                """ + OF_PLAIN_ORIGIN + """
                "data":{"itemId":"DRN-7X","lineQuantity":1,"ticket":"T-1"}}
                """);
    }

    @Test
    void ofWhoeverHasBeenErasedNobodyIsTold() {
        Recorded<Written> event = corrected();
        seals.erase(CUSTOMER);

        assertThat(lines(true, event)).isEqualTo(lines(false, event));
    }

    @Test
    void anEventOfAnOldRevisionIsToldInTheNewest() {
        Recorded<Written> event = event(
                "Cart", new Written("ItemAdded", 1, "{\"sku\": \"DRN-7X\", \"added\": 2, \"lineQuantity\": 3}"), "{}");

        assertThat(lines(false, event)).isEqualTo(BEGINNING + """
                "type":"io.cartledger.ItemAdded","subject":"Cart/c-1","time":"2026-01-31T12:00:00.449123Z",\
                "datacontenttype":"application/json","version":6,"revision":2,"cursor":"eAAAAAAAAAAd-CwYA",\
                "data":{"item":{"itemId":"DRN-7X","sku":"DRN-7X","options":{}},"added":2,"lineQuantity":3}}
                """);
    }

    @Test
    void whatIsInTheNewestRevisionIsPassedOnAsItStands() {
        Recorded<Written> event = event("Cart", new Written("ItemRemoved", 1, "{\"itemId\":  \"Ü\"}"), "{}");

        assertThat(lines(false, event)).endsWith("\"data\":{\"itemId\":  \"Ü\"}}\n");
    }

    @Test
    void whatNewerSoftwareHasWrittenIsPassedOnAsItIs() {
        Recorded<Written> ofType = event("Cart", new Written("CartGilded", 3, "{\"carats\": 24}"), "{}");
        Recorded<Written> ofRevision = event("Cart", new Written("ItemRemoved", 2, "{\"item\": \"A\"}"), "{}");
        Recorded<Written> ofKind = event("Shelf", new Written("ShelfFilled", 1, "{\"by\": \"B\"}"), "{\"new\": [1]}");

        assertThat(lines(false, List.of(ofType, ofRevision, ofKind)).lines())
                .satisfiesExactly(
                        line -> assertThat(line)
                                .contains("\"type\":\"io.cartledger.CartGilded\"", "\"revision\":3,")
                                .endsWith("\"data\":{\"carats\": 24}}"),
                        line -> assertThat(line).contains("\"revision\":2,").endsWith("\"data\":{\"item\": \"A\"}}"),
                        line -> assertThat(line)
                                .contains("\"subject\":\"Shelf/c-1\"")
                                .endsWith("\"cursor\":\"eAAAAAAAAAAd-CwYA\",\"data\":{\"by\": \"B\"}}"));
    }

    @Test
    void alsoWhatNewerSoftwareHasSealedIsForSupportAlone() {
        Sealed text = seals.seal(CUSTOMER, Place.member(EVENT, "wish"), "blue");
        Recorded<Written> event =
                event("Shelf", new Written("ShelfFilled", 1, "{\"by\": \"B\", \"wish\": " + json(text) + "}"), "{}");

        assertThat(lines(true, event)).endsWith("\"data\":{\"by\":\"B\",\"wish\":\"blue\"}}\n");
        assertThat(lines(false, event)).endsWith("\"data\":{\"by\":\"B\"}}\n");
    }

    @Test
    void whatWasWrittenBeforeAnythingWasSealedIsForSupportAlone() {
        var written = new Written("NoteAdded", 1, "{\"text\": \"Call back\", \"ticket\": \"T-1\"}");
        Recorded<Written> event = event("Customer", written, "{\"ip\": \"203.0.113.7\", \"channel\": \"api\"}");

        assertThat(lines(true, event)).endsWith("\"data\":{\"text\": \"Call back\", \"ticket\": \"T-1\"}}\n");
        assertThat(lines(false, event))
                .endsWith("\"channel\":\"api\",\"data\":{\"ticket\":\"T-1\"}}\n")
                .doesNotContain("203.0.113.7");
    }

    private Recorded<Written> corrected() {
        Sealed reason = seals.seal(CUSTOMER, Place.member(EVENT, "reason"), "She called");
        var origin = new Origin(
                "support",
                Instant.parse("2026-01-31T12:00:00.447Z"),
                "support",
                "anna",
                "console",
                "r-1",
                "t-1",
                UUID.fromString("00000000-0000-0000-0000-00000000000c"),
                "k-1",
                "00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01",
                new Source("203.0.113.7", "s-1", "Phone/1.0"));
        String payload =
                "{\"itemId\":\"DRN-7X\",\"lineQuantity\":1,\"ticket\":\"T-1\",\"reason\":" + json(reason) + "}";
        return event(
                "Cart",
                new Written("LineCorrected", 1, payload),
                origin.toJson(text -> seals.seal(CUSTOMER, Place.origin(EVENT), text)));
    }

    private static String json(Sealed text) {
        return "{\"subject\":\"" + text.subject() + "\",\"sealed\":\"" + text.sealed() + "\"}";
    }

    private static Recorded<Written> event(String kind, Written written, String origin) {
        Instant at = Instant.parse("2026-01-31T12:00:00.449123Z");
        return new Recorded<>(7, kind, "c-1", 6, EVENT, at, origin, written);
    }

    private String lines(boolean personal, Recorded<Written> event) {
        return lines(personal, List.of(event));
    }

    private String lines(boolean personal, List<Recorded<Written>> events) {
        var lines = new CloudEventLines();
        var out = new ByteArrayOutputStream();
        try {
            for (DisclosedEvent told : new Disclosure(seals, personal).of(events)) {
                lines.add(told);
                lines.send(out);
            }
        } catch (IOException e) {
            throw new AssertionError(e);
        }
        return out.toString(StandardCharsets.UTF_8);
    }
}
