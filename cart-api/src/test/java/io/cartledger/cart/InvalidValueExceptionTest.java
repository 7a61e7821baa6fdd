package io.cartledger.cart;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class InvalidValueExceptionTest {

    @Test
    void aTextIsShownInQuotesAndOtherValuesAsTheyAre() {
        assertThat(new InvalidValueException("sku", "must not be", "a")).hasMessage("sku must not be, was \"a\"");
        assertThat(new InvalidValueException("quantity", "must be 1", 2)).hasMessage("quantity must be 1, was 2");
        assertThat(new InvalidValueException("sku", "is required", null)).hasMessage("sku is required");
    }

    @Test
    void itMayBeToldUnderAnotherName() {
        InvalidValueException told = new InvalidValueException("cartId", "must not be", "a").of("from");

        assertThat(told.field()).isEqualTo("from");
        assertThat(told).hasMessage("from must not be, was \"a\"");
    }

    @Test
    void fortyCharactersAreShownAndNoMore() {
        assertThat(new InvalidValueException("sku", "is", "x".repeat(40)))
                .hasMessage("sku is, was \"" + "x".repeat(40) + "\"");
        assertThat(new InvalidValueException("sku", "is", "x".repeat(41)))
                .hasMessage("sku is, was \"" + "x".repeat(40) + "… (41 characters)\"");
    }

    @Test
    void everythingButPrintableAsciiIsEscaped() {
        assertThat(new InvalidValueException("sku", "is", " ~\u001f\u007f"))
                .hasMessage("sku is, was \" ~\\u001f\\u007f\"");
    }
}
