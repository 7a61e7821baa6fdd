package io.cartledger.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.cartledger.cart.InvalidValueException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ConsistencyTokenTest {

    @ParameterizedTest
    @ValueSource(longs = {0, 1, 4711, Long.MAX_VALUE})
    void aTokenComesBackAsItWent(long position) {
        String text = new ConsistencyToken(position).text();

        assertThat(ConsistencyToken.parse(text)).isEqualTo(new ConsistencyToken(position));
        assertThat(text).matches("[A-Za-z0-9_-]{16}").doesNotContain(Long.toString(4711));
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "4711", "AAAAAAAAAAAAAAAA", "not base64!", "AAAAAAAAAARLsiWVAAAA"})
    void whatWasNeverGivenOutIsRefused(String text) {
        assertThatThrownBy(() -> ConsistencyToken.parse(text))
                .isInstanceOfSatisfying(
                        InvalidValueException.class, e -> assertThat(e.field()).isEqualTo("Consistency-Token"));
    }

    @Test
    void aTokenThatWasCutOffIsRefused() {
        String text = new ConsistencyToken(4711).text();

        assertThatThrownBy(() -> ConsistencyToken.parse(text.substring(0, 15)))
                .isInstanceOf(InvalidValueException.class);
    }
}
