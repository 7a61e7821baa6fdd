package io.cartledger.server;

import static org.assertj.core.api.Assertions.assertThat;

import io.cartledger.server.testing.CartClient;
import io.cartledger.server.testing.RunningServer;
import java.net.URI;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeMap;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.test.web.server.LocalServerPort;
import org.springframework.web.servlet.mvc.method.RequestMappingInfo;
import org.springframework.web.servlet.mvc.method.annotation.RequestMappingHandlerMapping;
import tools.jackson.databind.JsonNode;

/** The OpenAPI document leaves out no route and no answer. */
@RunningServer
class OpenApiTest {

    private static final Set<String> WITHOUT_BODY =
            Set.of("post /rebuilds", "post /parked/{aggregateType}/{aggregateId}/retry");

    /** About no cart. */
    private static final Pattern OF_OPERATORS = Pattern.compile(" /(rebuilds|parked|ledger)");

    private static final String ALL_CARTS = "get /carts/as-of";

    /** What they show is in the ledger, so that there is nothing to wait for. */
    private static final Set<String> OF_THE_LEDGER = Set.of(ALL_CARTS, "get /carts/{cartId}/diff");
    /** Answers with lines, of which there are no versions. */
    private static final String FEED = "get /events";

    private static final Set<String> LINES = Set.of(ALL_CARTS, FEED, "get /ledger/verify");

    /** Answer with pages of many things, which have no tag together. */
    private static final Set<String> SEARCHES = Set.of(
            "get /carts",
            "get /changes",
            "get /bursts",
            "get /carts/{cartId}/history",
            "get /customers/{customer}/history");

    @LocalServerPort
    private int port;

    @Autowired
    private RequestMappingHandlerMapping requestMappingHandlerMapping;

    private CartClient client;
    private JsonNode document;

    @BeforeEach
    void read() {
        client = new CartClient(path -> URI.create("http://127.0.0.1:" + port + path));
        document = client.send("GET", "/v3/api-docs", null).json();
    }

    @Test
    void theDocumentIsOpenApi31() {
        assertThat(document.path("openapi").asString()).startsWith("3.1.");
    }

    @Test
    void everyRouteIsInTheDocument() {
        var routes = requestMappingHandlerMapping.getHandlerMethods().entrySet().stream()
                .filter(route -> route.getValue().getBeanType().getName().startsWith("io.cartledger"))
                .flatMap(route -> operations(route.getKey()))
                .filter(operation -> !operation.contains("/error"))
                .distinct(); // by their parameters they may be several

        assertThat(operations().keySet()).containsExactlyInAnyOrderElementsOf(routes.toList());
    }

    @Test
    void everyOperationAnswersSuccessWithASchema() {
        assertThat(operations())
                .isNotEmpty()
                .allSatisfy((name, operation) -> assertThat(responses(operation, "2"))
                        .hasSizeBetween(1, 2)
                        .allSatisfy(response -> assertHasSchema(
                                response, LINES.contains(name) ? "application/x-ndjson" : "application/json")));
    }

    @Test
    void everyOperationAnswersMistakesAndFaultsWithAProblem() {
        assertThat(operations())
                .isNotEmpty()
                .allSatisfy((name, operation) -> assertThat(
                                Stream.concat(responses(operation, "4").stream(), responses(operation, "5").stream()))
                        .hasSizeGreaterThanOrEqualTo(2)
                        .allSatisfy(response -> assertHasSchema(response, "application/problem+json")));
    }

    @Test
    void everyOperationTellsOfItsRateLimits() {
        assertThat(operations()).isNotEmpty().allSatisfy((name, operation) -> {
            assertThat(operation.path("responses"))
                    .isNotEmpty()
                    .allSatisfy(response -> assertThat(response.path("headers").propertyNames())
                            .contains("RateLimit", "RateLimit-Policy"));
            JsonNode tooMany = operation.path("responses").path("429");
            assertThat(tooMany.path("headers").propertyNames()).contains("Retry-After");
            assertHasSchema(tooMany, "application/problem+json");
        });
    }

    @Test
    void everyOperationThatTakesABodyHasASchemaOfIt() {
        assertThat(operations()).allSatisfy((name, operation) -> {
            if ((name.startsWith("post") || name.startsWith("put")) && !WITHOUT_BODY.contains(name)) {
                boolean form = name.equals("post /add-cart.php");
                assertHasSchema(
                        operation.path("requestBody"), form ? "application/x-www-form-urlencoded" : "application/json");
            }
        });
    }

    @Test
    void everyOperationTellsWhichHeadersItTakes() {
        Map<String, JsonNode> operations = operations();
        assertThat(headers(Objects.requireNonNull(operations.remove(FEED)))).isEmpty();
        assertThat(operations).allSatisfy((name, operation) -> {
            List<String> headers = headers(operation);
            if (OF_OPERATORS.matcher(name).find()) {
                assertThat(headers).isEmpty();
                return;
            }
            assertThat(headers.contains("Idempotency-Key")).isEqualTo(!name.startsWith("get"));
            assertThat(headers.containsAll(List.of("If-Match", "If-None-Match")))
                    .isEqualTo(!name.equals(ALL_CARTS) && !SEARCHES.contains(name));
            assertThat(headers.contains("Consistency-Token"))
                    .isEqualTo(name.startsWith("get") && !OF_THE_LEDGER.contains(name));
        });
    }

    private static List<String> headers(JsonNode operation) {
        return operation
                .path("parameters")
                .valueStream()
                .filter(parameter -> parameter.path("in").asString("").equals("header"))
                .map(parameter -> parameter.path("name").asString(""))
                .toList();
    }

    @Test
    void everyIdentifierHasAPatternAndALength() {
        assertThat(document.findParents("name"))
                .filteredOn(parameter -> parameter.path("in").asString("").equals("path"))
                .isNotEmpty()
                .allSatisfy(parameter -> assertThat(parameter.path("schema").has("pattern")
                                || parameter
                                        .path("schema")
                                        .path("type")
                                        .asString("")
                                        .equals("integer"))
                        .as("bounds of %s", parameter)
                        .isTrue());
        assertThat(document.at("/paths/~1carts~1{cartId}/get/parameters/0/schema/pattern")
                        .asString(""))
                .isEqualTo("^[A-Za-z0-9_-]{1,64}$");
    }

    @Test
    void aBodyHasNoMembersThatAreNotInItsSchema() {
        assertThat(document.at("/components/schemas").properties())
                .filteredOn(schema -> schema.getKey().endsWith("Body"))
                .hasSizeGreaterThan(5)
                .allSatisfy(schema -> assertThat(
                                schema.getValue().path("additionalProperties").asBoolean(true))
                        .isFalse());
    }

    @Test
    void aQuantityIsAWholeNumberWithinItsBounds() {
        var schemas = document.at("/components/schemas");

        assertThat(List.of(
                        schemas.at("/AddItemBody/properties/quantity"),
                        schemas.at("/ChangeQuantityBody/properties/quantity")))
                .allSatisfy(quantity -> {
                    assertThat(quantity.path("type").asString("")).isEqualTo("integer");
                    assertThat(quantity.path("maximum").asInt(0)).isEqualTo(999);
                });
    }

    @Test
    void thePageLoads() {
        var redirect = client.send("GET", "/swagger-ui", null);

        var page = client.send("GET", URI.create(redirect.header("Location")).getPath(), null);

        assertThat(redirect.status()).isEqualTo(302);
        assertThat(page.status()).isEqualTo(200);
        assertThat(page.response().body()).contains("<title>Swagger UI</title>");
    }

    private static Stream<String> operations(RequestMappingInfo route) {
        return route.getPatternValues().stream()
                .flatMap(path -> route.getMethodsCondition().getMethods().stream()
                        .map(method -> method.asHttpMethod().name().toLowerCase(Locale.ROOT) + " " + path));
    }

    /** By method and path, for example {@code post /carts}. */
    private Map<String, JsonNode> operations() {
        var operations = new TreeMap<String, JsonNode>();
        document.path("paths")
                .properties()
                .forEach(path -> path.getValue()
                        .properties()
                        .forEach(method -> operations.put(method.getKey() + " " + path.getKey(), method.getValue())));
        return operations;
    }

    private static List<JsonNode> responses(JsonNode operation, String firstDigit) {
        return operation.path("responses").properties().stream()
                .filter(response -> response.getKey().startsWith(firstDigit))
                .map(Map.Entry::getValue)
                .toList();
    }

    private void assertHasSchema(JsonNode message, String mediaType) {
        JsonNode content = message.path("content").path(mediaType).path("schema");
        assertHasProperties(content.has("items") ? content.path("items") : content);
    }

    private void assertHasProperties(JsonNode element) {
        String reference = element.path("$ref").asString("");
        assertThat(reference).as("schema %s", element).startsWith("#/components/schemas/");
        JsonNode schema = document.at(reference.substring(1));
        if (schema.has("oneOf")) {
            schema.path("oneOf").valueStream().forEach(this::assertHasProperties);
            return;
        }
        assertThat(schema.path("properties").size())
                .as("properties of %s", reference)
                .isPositive();
    }
}
