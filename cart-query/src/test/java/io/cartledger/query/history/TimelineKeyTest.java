package io.cartledger.query.history;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.cartledger.cart.InvalidValueException;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Which cursors lead to a place. */
class TimelineKeyTest {

    @ParameterizedTest
    @ValueSource(strings = {"2026-01-31T12:00:00Z c7", "2026-01-31T12:00:00.000001Z r999999999999999999"})
    void aKeyIsReadAsItWasWritten(String key) {
        assertThat(TimelineKey.parse(key).key()).isEqualTo(key);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "now c1",
                "2026-01-31T12:00:00Z x1",
                "2026-01-31T12:00:00Z c-1",
                "2026-01-31T12:00:00Z c9999999999999999999",
                "+300000-01-01T00:00:00Z c1",
                "+1000000000-12-31T23:59:59Z r1",
                "-4800-01-01T00:00:00Z c1",
                "2026-01-31T12:00:00.0000001Z c1"
            })
    void whatIsNoneIsRefused(String key) {
        assertThatThrownBy(() -> TimelineKey.parse(key))
                .isInstanceOf(InvalidValueException.class)
                .hasMessageContaining("cursor must be");
    }
}
