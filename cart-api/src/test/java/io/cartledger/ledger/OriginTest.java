package io.cartledger.ledger;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.cartledger.ledger.EventCodec.EventType;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;

class OriginTest {

    private static final Instant AT = Instant.parse("2026-01-31T23:59:59.123456Z");

    @Test
    void anOriginIsStoredWithItsTimeInUtc() {
        var trace = "00-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-01";

        assertThat(new Origin("api", AT, "support", "anna", "r-1", trace).toJson())
                .isEqualTo("""
                        {"channel":"api","receivedAt":"2026-01-31T23:59:59.123456Z","actorKind":"support","actor":"anna",\
                        "requestId":"r-1","traceparent":"00-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-01"}""");
    }

    @Test
    void whatTheServiceDoesOnItsOwnHasNoRequest() {
        assertThat(Origin.system("sweeper", AT).toJson()).isEqualTo("""
                        {"channel":"system","receivedAt":"2026-01-31T23:59:59.123456Z","actorKind":"system","actor":"sweeper"}""");
    }

    @Test
    void anEventOfNoRegisteredTypeIsNotWritten() {
        var codec = new EventCodec<Object>(List.of(new EventType<>(Origin.class)));

        assertThatThrownBy(() -> codec.write("another"))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("no type is registered for class java.lang.String");
    }
}
