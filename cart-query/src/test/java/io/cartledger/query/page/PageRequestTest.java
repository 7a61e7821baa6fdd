package io.cartledger.query.page;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.cartledger.cart.InvalidValueException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class PageRequestTest {

    private static final String LIST = "numbers";

    /** A list of the numbers from 1 on. */
    private static Page<Integer> numbers(int count, int limit, @Nullable String cursor) {
        var request = PageRequest.of(LIST, limit, cursor);
        List<Integer> all = IntStream.rangeClosed(1, count).boxed().toList();
        List<Integer> read = (request.backwards() ? all.reversed() : all)
                .stream()
                        .filter(number -> request.number()
                                .map(key -> request.backwards() ? number < key : number > key)
                                .orElse(true))
                        .limit(request.rowsToRead())
                        .toList();
        return request.page(read, String::valueOf);
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 2, 3, 7, 10, 11, 100})
    void allRowsAreMetOnceOnTheWayForthAndOnceOnTheWayBack(int limit) {
        var forth = new ArrayList<Integer>();
        Page<Integer> page = numbers(10, limit, null);
        assertThat(page.previous()).isEmpty();
        forth.addAll(page.rows());
        while (page.next().isPresent()) {
            page = numbers(10, limit, page.next().get());
            forth.addAll(page.rows());
        }
        assertThat(forth).containsExactly(1, 2, 3, 4, 5, 6, 7, 8, 9, 10);

        var back = new ArrayList<>(page.rows().reversed());
        while (page.previous().isPresent()) {
            page = numbers(10, limit, page.previous().get());
            assertThat(page.next()).isPresent();
            back.addAll(page.rows().reversed());
        }
        assertThat(back).containsExactly(10, 9, 8, 7, 6, 5, 4, 3, 2, 1);
    }

    @Test
    void anEmptyListHasOnePageWithoutNeighbours() {
        assertThat(numbers(0, 5, null)).isEqualTo(new Page<>(List.of(), Optional.empty(), Optional.empty()));
    }

    @Test
    void cursorsOfOtherListsAndWhatIsNoneAreRefused() {
        String cursor = numbers(10, 2, null).next().orElseThrow();
        assertThatThrownBy(() -> PageRequest.of("others", 2, cursor))
                .isInstanceOf(InvalidValueException.class)
                .hasMessageContaining("cursor");
        for (String none : List.of("x", "!", cursor.substring(1), cursor + "A", "A".repeat(2_000))) {
            assertThatThrownBy(() -> PageRequest.of(LIST, 2, none)).isInstanceOf(InvalidValueException.class);
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {-1, 0, 101})
    void limitsOutOfBoundsAreRefused(int limit) {
        assertThatThrownBy(() -> PageRequest.of(LIST, limit, null))
                .isInstanceOf(InvalidValueException.class)
                .hasMessageContaining("limit");
    }

    @Test
    void keysOfAnyCharactersComeBackAsTheyWere() {
        String cursor = PageRequest.of(LIST, 1, null)
                .page(List.of("ä/1~x", "b"), key -> key)
                .next()
                .orElseThrow();
        assertThat(PageRequest.of(LIST, 1, cursor).key()).contains("ä/1~x");
    }
}
