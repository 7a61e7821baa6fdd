package io.cartledger.server;

import static org.assertj.core.api.Assertions.assertThat;

import io.cartledger.http.Problem;
import io.cartledger.http.ProblemType;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Map;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** What {@code docs/problems.md} tells of the kinds of problem is what the service answers. */
class ProblemTypesTest {

    private static final JsonMapper JSON = new JsonMapper();
    private static final Pattern SECTION = Pattern.compile("(?ms)^## ([a-z-]+)$(.*?)(?=^## |\\z)");
    private static final Pattern EXAMPLE = Pattern.compile("(?s)```json\n(.*?)```");

    private static Map<String, String> sections;

    @BeforeAll
    static void read() throws IOException {
        String page = Files.readString(Path.of("..", "docs", "problems.md"));
        sections = SECTION.matcher(page).results().collect(Collectors.toMap(s -> s.group(1), s -> s.group(2)));
    }

    @Test
    void everyKindIsDocumentedAndNoOther() {
        var codes = Arrays.stream(ProblemType.values()).map(ProblemType::code).toList();

        assertThat(sections.keySet()).containsExactlyInAnyOrderElementsOf(codes);
    }

    @ParameterizedTest
    @EnumSource
    void theExampleIsWhatTheServiceAnswers(ProblemType type) {
        String section = sections.getOrDefault(type.code(), "");

        JsonNode example = JSON.readTree(
                EXAMPLE.matcher(section).results().findFirst().orElseThrow().group(1));

        String field = example.path("field").asString(null);
        JsonNode answer =
                JSON.valueToTree(Problem.of(type, example.path("detail").asString(""), field));
        assertThat(example.properties()).containsAll(answer.properties());
        assertThat(section).contains("Status " + type.status());
    }
}
