package io.cartledger.server.race;

import static org.assertj.core.api.Assertions.assertThat;

import io.cartledger.server.testing.CartClient.Answer;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** What was asked and what was answered, in the order that the answers' versions give. */
final class AnswersByVersion {

    private record Told(Change change, Answer answer) {

        boolean isMadeFrom(Map<String, Integer> before) {
            return change.appliedTo(before).equals(answer.lines());
        }

        boolean hasChangedNothing() {
            return change.appliedTo(answer.lines()).equals(answer.lines());
        }
    }

    private AnswersByVersion() {}

    /**
     * Each version comes from the one before it by one of the changes, and whatever else was told of that version had
     * nothing to change in it.
     *
     * @param answers to the changes, in the same order
     * @param version of the cart before all of them
     * @param lines of the cart before all of them
     */
    static void assertExplain(List<Change> changes, List<Answer> answers, long version, Map<String, Integer> lines) {
        var byVersion = new TreeMap<Long, List<Told>>();
        for (int i = 0; i < answers.size(); i++) {
            var told = new Told(changes.get(i), answers.get(i));
            if (told.answer().isSuccess()) {
                byVersion
                        .computeIfAbsent(told.answer().version(), key -> new ArrayList<>())
                        .add(told);
            } else {
                assertThat(told.change()).isInstanceOf(Change.Set.class);
                assertThat(told.answer().code()).isEqualTo("line-not-found");
            }
        }
        long before = version;
        Map<String, Integer> linesBefore = lines;
        List<Told> unchanged = byVersion.getOrDefault(version, List.of());
        assertThat(unchanged).allMatch(told -> told.isMadeFrom(lines) && told.hasChangedNothing());
        byVersion.remove(version);
        for (Map.Entry<Long, List<Told>> told : byVersion.entrySet()) {
            assertThat(told.getKey()).isEqualTo(before + 1);
            assertExplain(told.getValue(), linesBefore);
            before = told.getKey();
            linesBefore = told.getValue().getFirst().answer().lines();
        }
    }

    private static void assertExplain(List<Told> sameVersion, Map<String, Integer> before) {
        Told one = sameVersion.getFirst();
        assertThat(sameVersion)
                .extracting(told -> told.answer().lines())
                .containsOnly(one.answer().lines());
        assertThat(one.answer().lines()).isNotEqualTo(before);
        assertThat(sameVersion).anyMatch(told -> told.isMadeFrom(before));
        List<Told> changing =
                sameVersion.stream().filter(told -> !told.hasChangedNothing()).toList();
        assertThat(changing).hasSizeLessThanOrEqualTo(1).allMatch(told -> told.isMadeFrom(before));
    }
}
