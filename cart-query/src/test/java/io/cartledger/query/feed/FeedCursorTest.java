package io.cartledger.query.feed;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.cartledger.cart.InvalidValueException;
import io.cartledger.http.ConsistencyToken;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class FeedCursorTest {

    @ParameterizedTest
    @ValueSource(longs = {0, 1, 4711, Long.MAX_VALUE})
    void aCursorIsWhatItWas(long position) {
        var cursor = new FeedCursor(position);

        assertThat(FeedCursor.parse("after", cursor.text())).isEqualTo(cursor);
        assertThat(cursor.text()).matches("e[A-Za-z0-9_-]{16}");
    }

    @Test
    void aCursorIsTheSameForEver() {
        assertThat(new FeedCursor(4711).text()).isEqualTo("eAAAAAAAAEmcHTVQN");
    }

    @Test
    void aConsistencyTokenIsNoCursor() {
        String token = new ConsistencyToken(4711).text();

        assertThatThrownBy(() -> FeedCursor.parse("after", token)).isInstanceOf(InvalidValueException.class);
        assertThatThrownBy(() -> FeedCursor.parse("after", "e" + token)).isInstanceOf(InvalidValueException.class);
    }

    @Test
    void aCursorIsNoConsistencyToken() {
        String cursor = new FeedCursor(4711).text();

        assertThatThrownBy(() -> ConsistencyToken.parse(cursor)).isInstanceOf(InvalidValueException.class);
        assertThatThrownBy(() -> ConsistencyToken.parse(cursor.substring(1))).isInstanceOf(InvalidValueException.class);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "e",
                "17",
                "eAAAAAAAAEmcHTVQ",
                "eAAAAAAAAEmcHTVQNA",
                "eAAAAAAAAEmdHTVQN",
                "e_________________",
                "e%"
            })
    void whatWasNeverGivenOutIsNone(String text) {
        assertThatThrownBy(() -> FeedCursor.parse("after", text))
                .isInstanceOf(InvalidValueException.class)
                .hasMessageStartingWith(
                        "after must be the cursor of an event of the feed, or its Feed-Cursor, unchanged");
    }
}
