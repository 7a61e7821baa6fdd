package io.cartledger.ledger;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.cartledger.ledger.EventCodec.EventType;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;

class OriginTest {

    @Test
    void anOriginIsStoredWithItsTimeInUtc() {
        assertThat(new Origin("api", Instant.parse("2026-01-31T23:59:59.123456Z")).toJson())
                .isEqualTo("{\"channel\":\"api\",\"receivedAt\":\"2026-01-31T23:59:59.123456Z\"}");
    }

    @Test
    void anEventOfNoRegisteredTypeIsNotWritten() {
        var codec = new EventCodec<Object>(List.of(new EventType<>(Origin.class)));

        assertThatThrownBy(() -> codec.write("another"))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("no type is registered for class java.lang.String");
    }
}
