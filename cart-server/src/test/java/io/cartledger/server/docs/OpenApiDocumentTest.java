package io.cartledger.server.docs;

import static org.assertj.core.api.Assertions.assertThat;

import io.cartledger.server.testing.CartClient;
import io.cartledger.server.testing.RunningServer;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.springframework.boot.test.web.server.LocalServerPort;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.SerializationFeature;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/** What clients are generated from changes only where somebody says so. */
@RunningServer
class OpenApiDocumentTest {

    private static final Path COMMITTED = Path.of("..", "docs", "openapi.json");
    private static final String WRITE = "cart.openapi.write";
    private static final JsonMapper JSON =
            JsonMapper.builder().enable(SerializationFeature.INDENT_OUTPUT).build();

    @LocalServerPort
    private int port;

    @Test
    void theServedDocumentIsTheCommittedOne() throws IOException {
        var client = new CartClient(path -> URI.create("http://127.0.0.1:" + port + path));

        String served = JSON.writeValueAsString(
                        sorted(client.send("GET", "/v3/api-docs", null).json()))
                + "\n";

        if (Boolean.getBoolean(WRITE)) {
            Files.writeString(COMMITTED, served);
        }
        assertThat(COMMITTED)
                .as(
                        "mvn test -Dtest=OpenApiDocumentTest -Dsurefire.failIfNoSpecifiedTests=false -D%s=true"
                                + " writes docs/openapi.json anew",
                        WRITE)
                .hasContent(served);
    }

    /** By name, so that a difference shows what has changed and not how a map was walked through. */
    private static JsonNode sorted(JsonNode node) {
        if (node.isObject()) {
            ObjectNode object = JsonNodeFactory.instance.objectNode();
            node.propertyNames().stream().sorted().forEach(name -> object.set(name, sorted(node.path(name))));
            return object;
        }
        if (node.isArray()) {
            ArrayNode array = JsonNodeFactory.instance.arrayNode();
            node.forEach(element -> array.add(sorted(element)));
            return array;
        }
        return node;
    }
}
