package io.cartledger.server;

import static org.assertj.core.api.Assertions.assertThat;

import io.cartledger.http.ConsistencyToken;
import io.cartledger.server.testing.CartClient;
import io.cartledger.server.testing.CartClient.Answer;
import io.cartledger.server.testing.RunningServer;
import java.net.URI;
import org.junit.jupiter.api.Test;
import org.springframework.boot.test.web.server.LocalServerPort;

/** Behind {@code /me/cart} is now this cart and now that one, and no client takes the one for the other. */
@RunningServer
class MyCartTest {

    private static final String ADD = "{\"sku\":\"DRN-7X\"}";

    @LocalServerPort
    private int port;

    private final CartClient shop = new CartClient(path -> URI.create("http://127.0.0.1:" + port + path));

    @Test
    void theTagOfAnEarlierCartMatchesNoLaterOne() {
        CartClient shopper = shop.as("customer/tags");
        String earlier = shopper.send("POST", "/me/cart/items", ADD).header("ETag");
        shopper.send("POST", "/me/cart/checkout", "{\"orderReference\":\"O-1\"}");
        Answer later = shopper.send("POST", "/me/cart/items", ADD);

        Answer refused = shopper.with("If-Match", earlier).send("DELETE", "/me/cart/items", null);
        Answer read = shopper.with("If-None-Match", earlier)
                .with(ConsistencyToken.HEADER, later.header(ConsistencyToken.HEADER))
                .send("GET", "/me/cart", null);
        Answer known = shopper.with("If-None-Match", later.header("ETag")).send("GET", "/me/cart", null);
        Answer cleared = shopper.with("If-Match", later.header("ETag")).send("DELETE", "/me/cart/items", null);

        assertThat(earlier).matches("\"[A-Za-z0-9_-]+\\.1\"").isNotEqualTo(later.header("ETag"));
        assertThat(refused.code()).isEqualTo("precondition-failed");
        assertThat(refused.json().at("/cart/lines/0/quantity").asInt()).isEqualTo(1);
        assertThat(read.status()).isEqualTo(200);
        assertThat(read.header("Cache-Control")).contains("private").contains("no-cache");
        assertThat(known.status()).isEqualTo(304);
        assertThat(cleared.status()).isEqualTo(200);
    }

    @Test
    void whoHasNoCartHasNoVersionOfIt() {
        CartClient nobody = shop.as("guest/nobody");

        Answer wanted = nobody.with("If-Match", "*").send("GET", "/me/cart", null);
        Answer read = nobody.with("If-None-Match", "*").send("GET", "/me/cart", null);

        assertThat(wanted.code()).isEqualTo("precondition-failed");
        assertThat(wanted.json().has("version")).isFalse();
        assertThat(read.status()).isEqualTo(200);
        assertThat(read.header("ETag")).isEmpty();
        assertThat(shop.send("GET", "/customers/nobody", null).header("ETag")).isEmpty();
    }

    @Test
    void aForeignCartAnswersAsAnUnknownOneAlsoToWhoWaitsForIt() {
        shop.send("POST", "/carts", "{\"cartId\":\"foreign\",\"customer\":\"4421\"}");
        CartClient shopper = shop.as("customer/curious");

        Answer foreign = shopper.send("GET", "/carts/foreign?atLeast=0", null);
        Answer unknown = shopper.send("GET", "/carts/unknown?atLeast=0", null);

        assertThat(foreign.status()).isEqualTo(unknown.status());
        assertThat(foreign.response().body()).isEqualTo(unknown.response().body());
        assertThat(foreign.code()).isEqualTo("view-behind");
    }

    @Test
    void allowancesHeedTheVersionOfTheFile() {
        String grant = "{\"sku\":\"DRN-7X\",\"units\":1,\"until\":\"2999-01-01T00:00:00Z\",\"ticket\":\"T-1\"}";
        String path = "/customers/careful/allowances";

        Answer first = shop.with("If-None-Match", "*").send("POST", path, grant);
        Answer again = shop.with("If-None-Match", "*").send("POST", path, grant);
        Answer stale = shop.with("If-Match", "\"7\"").send("POST", path, grant);
        Answer next = shop.with("If-Match", first.header("ETag")).send("POST", path, grant);

        assertThat(first.status()).isEqualTo(201);
        assertThat(again.code()).isEqualTo("precondition-failed");
        assertThat(stale.code()).isEqualTo("precondition-failed");
        assertThat(stale.json().path("version").asInt()).isZero();
        assertThat(next.status()).isEqualTo(201);
    }

    @Test
    void requestsThatMeanTheSameMayHaveOneKey() {
        CartClient keyed = shop.with("Idempotency-Key", "\"same\"");

        Answer first = keyed.send("POST", "/carts/same/items", "{\"sku\":\"A\",\"options\":{\"a\":\"1\",\"b\":\"2\"}}");
        Answer again = keyed.send("POST", "/carts/same/items", "{\"options\":{\"b\":\"2\",\"a\":\"1\"},\"sku\":\"A\"}");
        Answer other = keyed.send("POST", "/carts/same/items", "{\"sku\":\"A\",\"options\":{\"a\":\"1\"}}");

        assertThat(first.status()).isEqualTo(201);
        assertThat(again.header("Idempotency-Replayed")).isEqualTo("true");
        assertThat(other.code()).isEqualTo("idempotency-key-reused");
    }
}
