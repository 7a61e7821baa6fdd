package io.cartledger.server.docs;

import static org.assertj.core.api.Assertions.assertThat;

import io.cartledger.server.docs.Example.Message;
import io.cartledger.server.testing.CartClient;
import io.cartledger.server.testing.CartClient.Answer;
import io.cartledger.server.testing.Credentials;
import io.cartledger.server.testing.RunningServer;
import io.cartledger.server.testing.TestIssuer;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.assertj.core.api.SoftAssertions;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.springframework.boot.test.web.server.LocalServerPort;
import org.springframework.test.context.TestPropertySource;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** What {@code docs/api.md} shows is what the service answers, from top to bottom, and no route is left out. */
@RunningServer
@TestPropertySource(properties = {"cart.limits.per-customer.DRN-7X=2", "cart.command.deadline=30s"})
class DocumentedExamplesTest {

    private static final String TOKEN = "Consistency-Token";
    private static final JsonMapper JSON = new JsonMapper();

    private static List<Example> examples;

    @LocalServerPort
    private int port;

    @BeforeAll
    static void read() throws IOException {
        examples = Example.of(Files.readString(Path.of("..", "docs", "api.md")));
    }

    @Test
    void everyExampleAnswersWhatThePageShows() {
        var softly = new SoftAssertions();
        String token = "";
        String recordedAt = "";

        for (Example example : examples) {
            Answer answer = CartClient.send(request(example.request(), token, recordedAt));
            softly.assertThat(differences(example.answer(), answer))
                    .as("%s, answered otherwise", example)
                    .isEmpty();
            token = answer.header(TOKEN).isEmpty() ? token : answer.header(TOKEN);
            recordedAt = answer.header("Recorded-At");
        }

        assertThat(examples).hasSizeGreaterThan(45);
        softly.assertAll();
    }

    @Test
    void everyRouteHasAnExample() {
        var client = new CartClient(this::uri);
        var routes = new ArrayList<String>();
        client.send("GET", "/v3/api-docs", null)
                .json()
                .path("paths")
                .properties()
                .forEach(path -> path.getValue()
                        .propertyNames()
                        .forEach(method -> routes.add(method.toUpperCase(Locale.ROOT) + " " + path.getKey())));

        assertThat(routes)
                .hasSizeGreaterThan(15)
                .allSatisfy(route -> assertThat(examples)
                        .as("examples of %s", route)
                        .anyMatch(example -> isOf(route, example.request())));
    }

    @Test
    void everyStatusThatIsShownIsInTheDocument() {
        JsonNode paths = new CartClient(this::uri)
                .send("GET", "/v3/api-docs", null)
                .json()
                .path("paths");

        assertThat(examples).allSatisfy(example -> {
            int status = example.answer().status();
            assertThat(responses(paths, example.request()))
                    .as("%s", example)
                    .containsAnyOf(Integer.toString(status), status / 100 + "XX");
        });
    }

    private static List<String> responses(JsonNode paths, Message request) {
        var responses = new ArrayList<String>();
        paths.properties()
                .forEach(path -> path.getValue().properties().forEach(method -> {
                    if (isOf(method.getKey().toUpperCase(Locale.ROOT) + " " + path.getKey(), request)) {
                        responses.addAll(method.getValue().path("responses").propertyNames());
                    }
                }));
        return responses;
    }

    private static boolean isOf(String route, Message request) {
        String pattern = route.replaceAll("\\{[^}]+}", "[^/]+").replace(".", "\\.");
        return (request.method() + " " + request.path()).matches(pattern);
    }

    private URI uri(String path) {
        return URI.create("http://127.0.0.1:" + port + path);
    }

    /** @param token of the answer before, as is the time */
    private HttpRequest request(Message message, String token, String recordedAt) {
        var request = HttpRequest.newBuilder(uri(message.target().replace(Example.ANY, recordedAt)))
                .method(
                        message.method(),
                        message.body().isEmpty() ? BodyPublishers.noBody() : BodyPublishers.ofString(message.body()));
        message.headers().forEach((name, value) -> request.header(name, value(value, token)));
        return request.build();
    }

    /** As it is sent: {@code $SHOPPER_4423} and the like stand for what proves that somebody is who they are. */
    private String value(String shown, String token) {
        if (shown.contains("$GUEST_")) {
            return Credentials.of("guest/" + shown.substring(shown.indexOf('_', shown.indexOf('$')) + 1), uri("/"))
                    .getValue();
        }
        return shown.equals(Example.ANY)
                ? token
                : shown.replace("$STOREFRONT", TestIssuer.token("back-end/storefront"))
                        .replace("$SUPPORT", TestIssuer.token("support/anna"))
                        .replace("$ADMIN", TestIssuer.token("admin/admin"))
                        .replaceFirst("\\$SHOPPER_.*", TestIssuer.token("customer/" + shown.replaceFirst(".*_", "")));
    }

    private static List<String> differences(Message shown, Answer answer) {
        var differences = new ArrayList<String>();
        if (answer.status() != shown.status()) {
            differences.add("status " + answer.status());
        }
        shown.headers().forEach((name, value) -> {
            String is = answer.header(name);
            if (!is.matches(pattern(value))) {
                differences.add(name + ": " + is);
            }
        });
        if (!isShown(shown.body(), answer)) {
            differences.add("body " + answer.response().body());
        }
        return differences;
    }

    /**
     * Of several lines of JSON the page shows the last one: how many there are before is a matter of time. Of a table it
     * shows the header.
     */
    private static boolean isShown(String shown, Answer answer) {
        String body = answer.response().body();
        String type = answer.header("Content-Type");
        if (shown.isEmpty()) {
            return body.isEmpty();
        }
        if (type.startsWith("text/csv")) {
            return body.lines().findFirst().orElse("").equals(shown.strip());
        }
        String part = type.startsWith("application/x-ndjson") ? body.lines().reduce("", (before, line) -> line) : body;
        return matches(JSON.readTree(shown), JSON.readTree(part));
    }

    /** Anything for the mark that stands for it, alone or within a value. */
    private static String pattern(String value) {
        return Stream.of(value.split(Example.ANY, -1)).map(Pattern::quote).collect(Collectors.joining(".+"));
    }

    /** Every member that is shown and no other, in whatever order; the elements of lists in theirs. */
    private static boolean matches(JsonNode shown, JsonNode is) {
        if (shown.isString() && shown.stringValue().equals(Example.ANY)) {
            return !is.isMissingNode() && !is.isNull();
        }
        if (shown.isObject()) {
            return is.isObject()
                    && shown.size() == is.size()
                    && shown.properties().stream()
                            .allMatch(member -> matches(member.getValue(), is.path(member.getKey())));
        }
        if (shown.isArray()) {
            boolean same = is.isArray() && is.size() == shown.size();
            for (int i = 0; same && i < shown.size(); i++) {
                same = matches(shown.path(i), is.path(i));
            }
            return same;
        }
        return shown.equals(is);
    }
}
