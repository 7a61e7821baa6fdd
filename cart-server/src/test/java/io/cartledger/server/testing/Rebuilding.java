package io.cartledger.server.testing;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.time.Duration;
import tools.jackson.databind.JsonNode;

/** Has the read model folded anew, as an operator does. */
public final class Rebuilding {

    private static final Duration PATIENCE = Duration.ofMinutes(40);

    private Rebuilding() {}

    /**
     * Asks for it, waits until it is read, and drops the one before.
     *
     * @param cartId a cart that is in it, perhaps not in the one before
     * @return the rebuild as it is told of at its end
     */
    public static JsonNode run(CartClient shop, String cartId) {
        CartClient operator = shop.as("admin/ops");
        int number =
                operator.send("POST", "/rebuilds", null).json().path("rebuild").asInt();
        await().atMost(PATIENCE)
                .pollInterval(Duration.ofMillis(100))
                .until(() -> !look(operator, number).path("finishedAt").isMissingNode());
        JsonNode done = look(operator, number);
        assertThat(done.path("phase").asString()).as(done::toString).isEqualTo("DONE");
        await().until(() ->
                operator.send("DELETE", "/rebuilds/" + (number - 1), null).isSuccess());
        // The switch is a row, which this node reads a moment later.
        await().until(() ->
                shop.as("support/anna").send("GET", "/carts/" + cartId, null).isSuccess());
        return done;
    }

    private static JsonNode look(CartClient operator, int number) {
        return operator.send("GET", "/rebuilds/" + number, null).json();
    }
}
