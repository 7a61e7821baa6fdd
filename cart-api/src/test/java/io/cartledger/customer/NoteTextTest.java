package io.cartledger.customer;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class NoteTextTest {

    @Test
    void aNoteMayHaveManyLines() {
        assertThat(new NoteText("Approved.\r\nCall back\n\n").value()).isEqualTo("Approved.\r\nCall back\n\n");
        assertThat(new NoteText("é".repeat(2_000)).value()).hasSize(2_000);
    }

    @Test
    void aNoteHasAtMostTwoThousandCharacters() {
        assertThatThrownBy(() -> new NoteText("é".repeat(2_001)))
                .hasMessage("text must have at most 2000 characters, was 2001");
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "\n \r\n"})
    void nothingIsNoNote(String blank) {
        assertThatThrownBy(() -> new NoteText(blank)).hasMessage("text must not be blank");
    }

    @ParameterizedTest
    @ValueSource(strings = {"\u0000", "\t", "\u000b", "\u0085"})
    void aNoteHasNoOtherControlCharactersAndNoMessageRepeatsIt(String control) {
        assertThatThrownBy(() -> new NoteText("Mia" + control))
                .hasMessage("text must be text without control characters, but for line breaks");
    }

    @Test
    void itsWordsAreNotShown() {
        assertThat(new NoteText("for Mia")).hasToString("(7 characters)");
    }
}
