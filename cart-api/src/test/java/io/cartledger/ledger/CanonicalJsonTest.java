package io.cartledger.ledger;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Map;
import org.junit.jupiter.api.Test;

class CanonicalJsonTest {

    /** RFC 8785 section 3.2.3: sorted by UTF-16 code units, so an emoji (a surrogate pair) comes before U+FB33. */
    @Test
    void namesAreInTheOrderOfUtf16() {
        assertThat(CanonicalJson.of(Map.of("\ufb33", "1", "\ud83d\ude00", "2", "1", "3", "\u20ac", "4", "\r", "5")))
                .isEqualTo("{\"\\r\":\"5\",\"1\":\"3\",\"\u20ac\":\"4\",\"\ud83d\ude00\":\"2\",\"\ufb33\":\"1\"}");
    }

    /** RFC 8785 section 3.2.2.2. */
    @Test
    void onlyWhatMustBeIsEscapedAndInOneWay() {
        assertThat(CanonicalJson.of(Map.of("a", "\b\t\n\f\r\"\\/\u000f\u0000\u007fé")))
                .isEqualTo("{\"a\":\"\\b\\t\\n\\f\\r\\\"\\\\/\\u000f\\u0000\u007fé\"}");
    }

    @Test
    void nothingIsAnEmptyObject() {
        assertThat(CanonicalJson.of(Map.of())).isEqualTo("{}");
    }
}
