package io.cartledger.server;

import static org.assertj.core.api.Assertions.assertThat;

import io.cartledger.server.database.Databases;
import io.cartledger.server.testing.CartClient;
import io.cartledger.server.testing.CartClient.Answer;
import io.cartledger.server.testing.RunningServer;
import java.net.URI;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.test.web.server.LocalServerPort;
import org.springframework.jdbc.core.simple.JdbcClient;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** Every event says who caused it, by which way in, and by which request. */
@RunningServer
class RecordedOriginTest {

    private static final String TRACE = "00-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-01";

    @LocalServerPort
    private int port;

    @Autowired
    private Databases databases;

    private final CartClient shop = new CartClient(path -> URI.create("http://127.0.0.1:" + port + path));

    @Test
    void anEventSaysWhoCausedIt() {
        shop.add("origin-1", "DRN-7X", 1);
        Instant before = Instant.now();

        Answer answer = shop.as("support/anna")
                .with("X-Request-Id", "r-1")
                .with("traceparent", TRACE)
                .add("origin-1", "DRN-7X", 1);

        JsonNode origin = origin("origin-1");
        assertThat(origin.path("channel").asString()).isEqualTo("support");
        assertThat(origin.path("actorKind").asString()).isEqualTo("support");
        assertThat(origin.path("actor").asString()).isEqualTo("anna");
        assertThat(origin.path("client").asString()).isEqualTo("client-of-anna");
        assertThat(Instant.parse(origin.path("receivedAt").asString())).isBetween(before.minusMillis(1), Instant.now());
        assertThat(origin.path("requestId").asString()).isEqualTo("r-1");
        assertThat(origin.path("traceparent").asString()).isEqualTo(TRACE);
        assertThat(origin.path("correlationId").asString()).isEqualTo("4bf92f3577b34da6a3ce929d0e0e4736");
        assertThat(origin.path("causationId").asString()).hasSize(36);
        assertThat(answer.header("X-Request-Id")).isEqualTo("r-1");
    }

    @Test
    void theEventsOfACommandHaveOneCauseAndThoseOfTheNextAnother() {
        shop.add("origin-4", "DRN-7X", 1);
        shop.add("origin-4", "DRN-7X", 1);

        List<String> causes = origins("origin-4").stream()
                .map(origin -> origin.path("causationId").asString())
                .toList();

        assertThat(causes).hasSize(3);
        assertThat(causes.get(1)).isEqualTo(causes.getFirst()).isNotEqualTo(causes.getLast());
    }

    @Test
    void aRequestThatComesWithoutANameOrWithABadOneGetsOne() {
        Answer unnamed = shop.add("origin-2", "DRN-7X", 1);
        Answer bad =
                shop.with("X-Request-Id", "a b").with("traceparent", "00-0-0-0").add("origin-3", "DRN-7X", 1);

        assertThat(unnamed.header("X-Request-Id")).hasSize(36);
        assertThat(bad.header("X-Request-Id")).hasSize(36);
        assertThat(origin("origin-3").path("requestId").asString()).isEqualTo(bad.header("X-Request-Id"));
        assertThat(origin("origin-3").path("correlationId").asString()).isEqualTo(bad.header("X-Request-Id"));
        assertThat(origin("origin-3").path("channel").asString()).isEqualTo("api");
        assertThat(origin("origin-3").has("traceparent")).isFalse();
    }

    @Test
    void theOldFormIsAWayInOfItsOwn() {
        String cartId = shop.as("guest/origin")
                .sendForm("/add-cart.php", "product_id=DRN-7X")
                .json()
                .path("cartId")
                .asString();

        assertThat(origin(cartId).path("channel").asString()).isEqualTo("legacy");
        assertThat(origin(cartId).path("actorKind").asString()).isEqualTo("guest");
    }

    @Test
    void alsoAProblemHasTheNameOfItsRequest() {
        assertThat(shop.with("X-Request-Id", "r-2")
                        .send("GET", "/nowhere", null)
                        .header("X-Request-Id"))
                .isEqualTo("r-2");
    }

    private JsonNode origin(String cartId) {
        return origins(cartId).getLast();
    }

    /** Of each event. */
    private List<JsonNode> origins(String cartId) {
        return JdbcClient.create(databases.command())
                .sql("select origin from ledger.event where aggregate_id = ? order by position")
                .param(cartId)
                .query(String.class)
                .list()
                .stream()
                .map(json -> new JsonMapper().readTree(json))
                .toList();
    }
}
