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

    /** A list of every twentieth number, of which a page looks at no more than {@code most} numbers. */
    private static Page<Integer> rareNumbers(int count, int limit, int most, @Nullable String cursor) {
        var request = PageRequest.of(LIST, limit, cursor);
        List<Integer> all = IntStream.rangeClosed(1, count).boxed().toList();
        List<Integer> looked = (request.backwards() ? all.reversed() : all)
                .stream()
                        .filter(number -> request.number()
                                .map(key -> request.backwards() ? number < key : number > key)
                                .orElse(true))
                        .limit(most)
                        .toList();
        List<Integer> wanted = looked.stream()
                .filter(number -> number % 20 == 0)
                .limit(request.rowsToRead())
                .toList();
        boolean cut = looked.size() == most && wanted.size() < request.rowsToRead();
        Optional<String> end = cut ? Optional.of(looked.getLast().toString()) : Optional.empty();
        return request.page(wanted, String::valueOf, end);
    }

    @ParameterizedTest
    @ValueSource(ints = {3, 7, 20, 45, 200})
    void alsoPagesThatWereNotLookedForToTheEndLeadOn(int most) {
        var forth = new ArrayList<Integer>();
        Page<Integer> page = rareNumbers(110, 2, most, null);
        forth.addAll(page.rows());
        while (page.next().isPresent()) {
            page = rareNumbers(110, 2, most, page.next().get());
            forth.addAll(page.rows());
        }
        assertThat(forth).containsExactly(20, 40, 60, 80, 100);

        String end = PageRequest.of(LIST, 1, null)
                .page(List.of(111, 112), String::valueOf)
                .next()
                .orElseThrow();
        page = PageRequest.of(LIST, 1, end).page(List.of(111), String::valueOf);
        var back = new ArrayList<Integer>();
        while (page.previous().isPresent()) {
            page = rareNumbers(110, 2, most, page.previous().get());
            back.addAll(page.rows().reversed());
        }
        assertThat(back).containsExactly(100, 80, 60, 40, 20);
    }
}
