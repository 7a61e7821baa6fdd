package io.cartledger.cart;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ReasonTest {

    private static final String BOOT = "\ud83e\udd7e"; // one character, two UTF-16 units

    @Test
    void aReasonIsOneLineOfWords() {
        assertThat(new Reason("?").value()).isEqualTo("?");
        assertThat(new Reason(" Für Mia: 2 statt 3 ").value()).isEqualTo(" Für Mia: 2 statt 3 ");
        assertThat(new Reason(BOOT.repeat(500)).value()).hasSize(1_000);
    }

    @Test
    void aReasonHasAtMostFiveHundredCharacters() {
        assertThatThrownBy(() -> new Reason(BOOT.repeat(501)))
                .isInstanceOf(InvalidValueException.class)
                .hasMessage("reason must have at most 500 characters, was 501");
    }

    @ParameterizedTest
    @ValueSource(strings = {"", " ", "\t", "\u2003"})
    void nothingIsNoReason(String blank) {
        assertThatThrownBy(() -> new Reason(blank)).hasMessage("reason must not be blank");
    }

    @ParameterizedTest
    @ValueSource(strings = {"\u0000", "\n", "\r", "\t", "\u001b", "\u007f", "\u0085"})
    void aReasonHasNoControlCharactersAndNoMessageRepeatsIt(String control) {
        assertThatThrownBy(() -> new Reason("Mia" + control))
                .hasMessage("reason must be text without control characters");
    }

    @ParameterizedTest
    @ValueSource(strings = {"\ud83e", "\udd7e", "\udd7e\ud83e"})
    void halfACharacterIsNoText(String half) {
        assertThatThrownBy(() -> new Reason("Mia" + half)).hasMessage("reason must be text: it has half a character");
    }

    @Test
    void itsWordsAreNotShown() {
        assertThat(new Reason(BOOT + " for Mia")).hasToString("(9 characters)");
    }
}
