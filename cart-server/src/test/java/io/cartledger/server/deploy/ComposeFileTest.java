package io.cartledger.server.deploy;

import static org.assertj.core.api.Assertions.assertThat;

import com.networknt.schema.SchemaRegistry;
import com.networknt.schema.SpecificationVersion;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.util.List;
import java.util.Set;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

class ComposeFileTest {

    private static final JsonMapper JSON = new JsonMapper();
    private static final Pattern SECRET = Pattern.compile("PASSWORD|SECRET|KEY");
    private static final Pattern PINNED = Pattern.compile("[a-z-]+:[0-9]+\\.[0-9]+[.0-9_]*(-[a-z0-9.-]+)?");

    private final ComposeFile file = ComposeFile.read();

    @Test
    void theFileIsOfTheFormThatTheComposeSpecificationGives() throws Exception {
        ObjectNode schema;
        try (InputStream resource = ComposeFileTest.class.getResourceAsStream("/compose-spec/compose-spec.json")) {
            String text = new String(resource.readAllBytes(), StandardCharsets.UTF_8);
            // Compose's durations are like 10s, and not those of ISO 8601, which the word means elsewhere.
            schema = (ObjectNode) JSON.readTree(text.replaceAll(",\\s*\"format\": *\"duration\"", ""));
        }
        schema.remove(List.of("id", "$schema")); // no URI, and a newer draft than the one that it is written in

        var errors = SchemaRegistry.withDefaultDialect(SpecificationVersion.DRAFT_4)
                .getSchema(schema)
                .validate(JSON.valueToTree(file.content()));

        assertThat(errors).isEmpty();
    }

    @Test
    void everyServiceIsWatchedStartedAgainAndBounded() {
        boolean imageIsWatched = ComposeFile.read("Dockerfile").contains("\nHEALTHCHECK ");

        assertThat(file.services()).isNotEmpty().allSatisfy((name, service) -> {
            assertThat(service)
                    .containsEntry("restart", "unless-stopped")
                    .containsKeys("mem_limit", "stop_grace_period");
            assertThat(service.containsKey("healthcheck") || (service.containsKey("build") && imageIsWatched))
                    .as("health check of " + name)
                    .isTrue();
        });
    }

    @Test
    void imagesArePinned() {
        var fromDockerfile = Pattern.compile("(?m)^FROM (\\S+)")
                .matcher(ComposeFile.read("Dockerfile"))
                .results()
                .map(from -> from.group(1));
        var fromServices = file.services().values().stream().map(service -> (String) service.get("image"));

        assertThat(Stream.concat(fromDockerfile, fromServices)).allMatch(PINNED.asMatchPredicate());
    }

    @Test
    void everySecretIsAskedForAndNoneHasADefault() {
        Set<String> asked = file.variables().stream().map(v -> v.group(1)).collect(Collectors.toSet());

        assertThat(file.variables()).allMatch(variable -> variable.group(2).startsWith(":?"));
        assertThat(asked).isEqualTo(ComposeFile.exampleVariables().keySet());
        assertThat(ComposeFile.exampleVariables())
                .allSatisfy((name, value) -> assertThat(value.isEmpty())
                        .as(name)
                        .isEqualTo(SECRET.matcher(name).find()));
        assertThat(file.services().keySet())
                .flatExtracting(service -> file.environment(service).entrySet())
                .filteredOn(variable -> SECRET.matcher(variable.getKey()).find())
                .isNotEmpty()
                .allMatch(variable -> variable.getValue().startsWith("${"));
    }

    @Test
    void nodesAreToldNothingThatTheConfigurationDoesNotKnow() {
        List<Pattern> known = ConfigurationTable.variables();

        assertThat(file.nodes())
                .hasSize(4)
                .flatExtracting(node -> file.environment(node).keySet())
                .allMatch(name ->
                        known.stream().anyMatch(form -> form.matcher(name).matches()));
    }

    @Test
    void whatIsNoNodeIsToldWhatItAsksFor() {
        assertThat(file.environment("balancer").keySet())
                .isEqualTo(names("\\$\\{([A-Z_0-9]+)}|env\\(([A-Z_]+)\\)", ComposeFile.read("deploy/haproxy.cfg")));
        assertThat(file.environment("postgres").keySet())
                .filteredOn(name -> name.startsWith("CART_"))
                .containsExactlyInAnyOrderElementsOf(
                        names("\\\\getenv \\S+ (\\S+)", ComposeFile.read("deploy/logins.sql")));
    }

    private static Set<String> names(String pattern, String text) {
        return Pattern.compile(pattern)
                .matcher(text)
                .results()
                .map(ComposeFileTest::firstGroup)
                .collect(Collectors.toSet());
    }

    private static String firstGroup(MatchResult result) {
        return result.group(1) == null ? result.group(2) : result.group(1);
    }

    @Test
    void theBalancerAloneIsReachedFromOutside() {
        assertThat(file.services()).allSatisfy((name, service) -> {
            boolean isBalancer = name.equals("balancer");
            assertThat(service.containsKey("ports")).as(name).isEqualTo(isBalancer);
            if (!isBalancer) {
                assertThat(service.get("networks")).as(name).isEqualTo(List.of("inside"));
            }
        });
        assertThat(file.networks().get("inside")).containsEntry("internal", true);
        assertThat(ComposeFile.exampleVariables().get("CART_LISTEN")).contains("127.0.0.1:8080");
    }

    @Test
    void whatIsMountedIsThere() {
        assertThat(file.services().values())
                .flatExtracting(service -> (List<?>) service.getOrDefault("volumes", List.of()))
                .extracting(volume -> ((String) volume).replaceFirst(":.*", ""))
                .filteredOn(path -> path.startsWith("."))
                .hasSize(3)
                .allMatch(path -> Files.isRegularFile(ComposeFile.ROOT.resolve(path)));
    }
}
