package io.cartledger.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The two headers as RFC 9110 section 13 has them. */
class PreconditionsTest {

    private static final long NONE = -1;

    @ParameterizedTest
    @CsvSource(
            quoteCharacter = '\'',
            value = {
                "'\"6\"', 6, true",
                "'\"6\"', 5, false",
                "'\"6\"', 7, false",
                "'\"0\"', 0, true",
                "'\"0\"', -1, false",
                "' \t\"6\" \t', 6, true",
                "'\"5\", \"6\"', 6, true",
                "'\"5\",\"6\"', 5, true",
                "'\"5\" ,\t\"6\"', 6, true",
                "',,\"6\", ,', 6, true",
                "'*', 0, true",
                "' * ', 6, true",
                "'*', -1, false",
                "'W/\"6\"', 6, false",
                "'W/\"5\", \"6\"', 6, true",
                "'\"06\"', 6, false",
                "'\"\"', 0, false",
                "'\"ÿ!~\"', 0, false",
                "'\"-1\"', -1, false",
                "'\"6,7\"', 6, false",
                "'\"999999999999999999\"', 999999999999999999, true",
                "'\"9999999999999999999\"', 9, false",
            })
    void ifMatchHoldsForTheVersionsThatItsStrongTagsName(String header, long version, boolean holds) {
        assertThat(ifMatch(header).holdFor("c-1", version)).isEqualTo(holds);
    }

    @ParameterizedTest
    @CsvSource(
            quoteCharacter = '\'',
            value = {
                "'\"6\"', 6, false",
                "'\"6\"', 5, true",
                "'\"6\"', -1, true",
                "'\"5\", \"6\"', 6, false",
                "'W/\"6\"', 6, false",
                "'*', 0, false",
                "'*', -1, true",
            })
    void ifNoneMatchHoldsForAllOthersAndTakesWeakTagsToo(String header, long version, boolean holds) {
        assertThat(Preconditions.parse(List.of(), List.of(header)).holdFor("c-1", version))
                .isEqualTo(holds);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                " ",
                ",",
                "6",
                "\"6",
                "6\"",
                "\"6\" \"7\"",
                "\"6\";",
                "w/\"6\"",
                "W/ \"6\"",
                "**",
                "*,\"6\"",
                "\"6\",*",
                "\"a b\"",
                "\"\u007f\"",
                "'6'"
            })
    void whatIsNoListOfTagsIsMalformed(String header) {
        assertThatThrownBy(() -> ifMatch(header))
                .isInstanceOfSatisfying(
                        MalformedHeaderException.class,
                        e -> assertThat(e.header()).isEqualTo("If-Match"))
                .hasMessageStartingWith("If-Match must be * or entity tags in quotes");
        assertThatThrownBy(() -> Preconditions.parse(List.of(), List.of(header)))
                .isInstanceOfSatisfying(
                        MalformedHeaderException.class,
                        e -> assertThat(e.header()).isEqualTo("If-None-Match"));
    }

    @Test
    void severalFieldsAreOneList() {
        Preconditions preconditions = Preconditions.parse(List.of("\"5\"", "\"6\""), List.of());

        assertThat(preconditions.holdFor("c-1", 5)).isTrue();
        assertThat(preconditions.holdFor("c-1", 6)).isTrue();
        assertThat(preconditions.holdFor("c-1", 7)).isFalse();
    }

    @Test
    void whereBothComeBothHaveToHold() {
        Preconditions preconditions = Preconditions.parse(List.of("\"5\", \"6\""), List.of("\"6\""));

        assertThat(preconditions.holdFor("c-1", 5)).isTrue();
        assertThat(preconditions.holdFor("c-1", 6)).isFalse();
        assertThat(preconditions.holdFor("c-1", 7)).isFalse();
    }

    @Test
    void aRouteToAnyCartAsksForTheCartToo() {
        Preconditions preconditions =
                Preconditions.parse(List.of("\"6\", \"c-1.7\""), List.of()).with(ETag.CART_AND_VERSION);

        assertThat(preconditions.holdFor("c-1", 7)).isTrue();
        assertThat(preconditions.holdFor("c-2", 7)).isFalse();
        assertThat(preconditions.holdFor("c-1", 6)).isFalse();
        assertThat(preconditions.tagging()).isEqualTo(ETag.CART_AND_VERSION);
    }

    @Test
    void whatIsKnownIsToldFromWhatDiffers() {
        Preconditions preconditions = Preconditions.parse(List.of("\"5\", \"6\""), List.of("\"6\""));

        assertThat(preconditions.matches("c-1", 6)).isTrue();
        assertThat(preconditions.matches("c-1", 7)).isFalse();
        assertThat(preconditions.isKnown("c-1", 6)).isTrue();
        assertThat(preconditions.isKnown("c-1", 5)).isFalse();
        assertThat(Preconditions.NONE.isKnown("c-1", 5)).isFalse();
    }

    @Test
    void withoutHeadersEverythingHolds() {
        assertThat(Preconditions.parse(List.of(), List.of())).isEqualTo(Preconditions.NONE);
        assertThat(Preconditions.NONE.holdFor("c-1", NONE)).isTrue();
        assertThat(Preconditions.NONE.holdFor("c-1", 6)).isTrue();
    }

    private static Preconditions ifMatch(String header) {
        return Preconditions.parse(List.of(header), List.of());
    }
}
