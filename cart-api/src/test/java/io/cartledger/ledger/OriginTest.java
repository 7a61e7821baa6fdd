package io.cartledger.ledger;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.cartledger.ledger.Origin.Source;
import java.time.Instant;
import java.util.Optional;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.core.JacksonException;

class OriginTest {

    private static final Instant AT = Instant.parse("2026-01-31T23:59:59.123456Z");
    private static final String TRACE = "00-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-01";
    private static final UUID KEY = UUID.fromString("00000000-0000-0000-0000-00000000000a");
    private static final UUID COMMAND = UUID.fromString("00000000-0000-0000-0000-00000000000c");
    private static final Source PHONE = new Source("203.0.113.7", "s-1", "Phone/1.0");

    @Test
    void anOriginIsStoredWithItsTimeInUtcAndItsSourceSealed() {
        assertThat(origin(PHONE).toJson(text -> new Sealed(KEY, text.replace('"', '|'))))
                .isEqualTo("""
                        {"channel":"api","receivedAt":"2026-01-31T23:59:59.123456Z","actorKind":"support","actor":"anna",\
                        "client":"desk","requestId":"r-1","correlationId":"4bf92f3577b34da6a3ce929d0e0e4736",\
                        "causationId":"00000000-0000-0000-0000-00000000000c","idempotencyKey":"k-1",\
                        "traceparent":"00-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-01",\
                        "subject":"00000000-0000-0000-0000-00000000000a","sealed":"{|ip|:|203.0.113.7|,|session|:|s-1|,|userAgent|:|Phone/1.0|}"}""");
    }

    @Test
    void whatTheServiceDoesOnItsOwnHasNoRequestAndNothingToSeal() {
        String json = Origin.system("sweeper", AT).toJson(OriginTest::sealNothing);

        assertThat(json.replaceAll("[0-9a-f-]{36}", "a new one")).isEqualTo("""
                        {"channel":"system","receivedAt":"2026-01-31T23:59:59.123456Z","actorKind":"system","actor":"sweeper",\
                        "causationId":"a new one"}""");
    }

    @Test
    void anOriginIsReadAsItWasWritten() {
        String json = origin(PHONE).toJson(text -> new Sealed(KEY, text));

        assertThat(RecordedOrigin.read(json, closed -> Optional.of(closed.sealed())))
                .isEqualTo(new RecordedOrigin(origin(PHONE), KEY));
    }

    @Test
    void ofWhatCannotBeOpenedNothingIsKnownButTheNameOfItsKey() {
        String json = origin(PHONE).toJson(text -> new Sealed(KEY, text));

        assertThat(RecordedOrigin.read(json, closed -> Optional.empty()))
                .isEqualTo(new RecordedOrigin(origin(Source.NONE), KEY));
    }

    @Test
    void aKeyWhoseNameIsNoNameOpensNothing() {
        String json = origin(PHONE).toJson(text -> new Sealed(KEY, text)).replace(KEY.toString(), "nobody");

        assertThat(RecordedOrigin.read(json, closed -> Optional.of(closed.sealed())))
                .isEqualTo(new RecordedOrigin(origin(Source.NONE), null));
    }

    @Test
    void theOriginsOfEarlierAndOfLaterBuildsAreRead() {
        String earlier = "{\"channel\":\"api\",\"receivedAt\":\"2026-01-31T23:59:59.123456Z\"}";
        String later = "{\"channel\":\"api\",\"weather\":\"fine\"}";

        RecordedOrigin read = RecordedOrigin.read(earlier, closed -> Optional.empty());

        assertThat(read.subject()).isNull();
        assertThat(read.origin().receivedAt()).isEqualTo(AT);
        assertThat(read.origin().actor()).isNull();
        assertThat(read.origin().source()).isEqualTo(Source.NONE);
        assertThat(RecordedOrigin.read(later, closed -> Optional.empty())
                        .origin()
                        .channel())
                .isEqualTo("api");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "[]",
                "\"api\"",
                "{\"channel\":\"api\"",
                "{\"actor\":7}",
                "{\"actor\":{}}",
                "{\"receivedAt\":\"yesterday\"}",
                "{\"causationId\":\"nobody\"}"
            })
    void whatIsNoOriginIsRefused(String json) {
        assertThatThrownBy(() -> RecordedOrigin.read(json, closed -> Optional.empty()))
                .isInstanceOf(JacksonException.class);
    }

    @Test
    void whatIsDeeperInAnOriginIsNoneOfItsMembers() {
        String json =
                "{\"weather\":{\"actor\":\"nobody\"},\"sealed\":[{\"actor\":1}],\"actor\":\"anna\",\"client\":null}";

        RecordedOrigin read = RecordedOrigin.read(json, closed -> Optional.empty());

        assertThat(read.origin().actor()).isEqualTo("anna");
        assertThat(read.origin().client()).isNull();
        assertThat(read.subject()).isNull();
    }

    private static Origin origin(Source source) {
        return new Origin(
                "api",
                AT,
                "support",
                "anna",
                "desk",
                "r-1",
                "4bf92f3577b34da6a3ce929d0e0e4736",
                COMMAND,
                "k-1",
                TRACE,
                source);
    }

    private static Sealed sealNothing(String text) {
        throw new AssertionError("there is nothing to seal, but came " + text);
    }
}
