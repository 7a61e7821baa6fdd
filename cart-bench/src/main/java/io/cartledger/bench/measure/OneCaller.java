package io.cartledger.bench.measure;

import io.cartledger.bench.run.Node;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/** Sends adds one by one, by the JDK's client. Any thread may use it. */
final class OneCaller {

    private static final Duration PATIENCE = Duration.ofSeconds(40);

    private final HttpClient client = HttpClient.newBuilder()
            .version(HttpClient.Version.HTTP_1_1)
            .connectTimeout(PATIENCE)
            .build();
    private final String token;

    OneCaller(String token) {
        this.token = token;
    }

    /**
     * Adds one unit.
     *
     * @param key null for none
     * @return the status
     */
    int add(Node node, String cart, @Nullable String key) throws IOException, InterruptedException {
        var request = HttpRequest.newBuilder(
                        URI.create("http://127.0.0.1:" + node.port() + "/carts/" + cart + "/items"))
                .timeout(PATIENCE)
                .header("Authorization", "Bearer " + token)
                .header("Content-Type", "application/json")
                .POST(BodyPublishers.ofString("{\"sku\":\"SKU-1\"}"));
        if (key != null) {
            request.header("Idempotency-Key", "\"" + key + "\"");
        }
        return client.send(request.build(), BodyHandlers.discarding()).statusCode();
    }
}
