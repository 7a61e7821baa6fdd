package io.cartledger.bench.measure;

import io.cartledger.bench.run.Node;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.util.UUID;
import org.HdrHistogram.Histogram;
import tools.jackson.databind.json.JsonMapper;

/**
 * One caller who adds to a cart of its own every now and then, and asks a node to show it: from the answer to the command to
 * that of the query, in microseconds.
 */
final class LagProbe implements AutoCloseable {

    private static final Duration PAUSE = Duration.ofMillis(50);
    private static final int DIGITS = 3;

    private final HttpClient client =
            HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();
    private final Histogram histogram = new Histogram(DIGITS);
    private final Node commands;
    private final Node queries;
    private final String token;
    private final String cart = "lag-" + UUID.randomUUID();
    private final Thread thread;
    private volatile boolean closed;

    LagProbe(Node commands, Node queries, String token) {
        this.commands = commands;
        this.queries = queries;
        this.token = token;
        this.thread = Thread.ofPlatform().name("lag-probe").start(this::run);
    }

    private void run() {
        try {
            while (!closed) {
                probe();
                Thread.sleep(PAUSE);
            }
        } catch (IOException e) {
            throw new IllegalStateException("the lag could not be measured", e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private void probe() throws IOException, InterruptedException {
        HttpResponse<String> added = client.send(
                request(commands, "/carts/" + cart + "/items")
                        .header("Content-Type", "application/json")
                        .POST(BodyPublishers.ofString("{\"sku\":\"SKU-1\"}"))
                        .build(),
                BodyHandlers.ofString());
        if (added.statusCode() / 100 != 2) {
            return; // overloaded for the moment; the load itself counts that
        }
        long version = JsonMapper.shared().readTree(added.body()).get("version").asLong();
        HttpRequest question =
                request(queries, "/carts/" + cart + "?atLeast=" + version).build();
        long start = System.nanoTime();
        int status = client.send(question, BodyHandlers.discarding()).statusCode();
        long micros = (System.nanoTime() - start) / 1_000;
        if (status == 200) {
            histogram.recordValue(micros);
        }
    }

    private HttpRequest.Builder request(Node node, String path) {
        return HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + node.port() + path))
                .header("Authorization", "Bearer " + token);
    }

    /** Ends, and tells what it has seen. */
    Histogram result() throws InterruptedException {
        closed = true;
        thread.join();
        return histogram;
    }

    @Override
    public void close() {
        closed = true;
    }
}
