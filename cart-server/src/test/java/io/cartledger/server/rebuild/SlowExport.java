package io.cartledger.server.rebuild;

import io.cartledger.server.testing.TestIssuer;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;

/**
 * An analyst who takes the lines of an export as they get to them, a few each time: never so slowly that the node gives them
 * up. Once somebody waits for the end, they hurry.
 */
final class SlowExport implements AutoCloseable {

    private static final int LINES_AT_ONCE = 25;
    private static final Duration BETWEEN = Duration.ofMillis(200);
    private static final Duration PATIENCE = Duration.ofMinutes(2);

    private final BufferedReader answer;
    private final CompletableFuture<String> last;
    private volatile long lines;
    private volatile boolean hurries;

    SlowExport(HttpClient client, URI uri) throws IOException, InterruptedException {
        var request = HttpRequest.newBuilder(uri)
                .header("Authorization", "Bearer " + TestIssuer.token("analyst/slow"))
                .build();
        answer = new BufferedReader(new InputStreamReader(
                client.send(request, BodyHandlers.ofInputStream()).body(), StandardCharsets.UTF_8));
        last = CompletableFuture.supplyAsync(this::read, Thread::startVirtualThread);
    }

    private String read() {
        try {
            String before = "";
            long read = 0;
            for (String line = answer.readLine(); line != null; line = answer.readLine()) {
                before = line;
                lines = ++read;
                if (!hurries && read % LINES_AT_ONCE == 0) {
                    LockSupport.parkNanos(BETWEEN.toNanos());
                }
            }
            return before;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** How many lines have come. */
    long lines() {
        return lines;
    }

    /** Reads to the end; the last line. */
    String awaitLast() throws Exception {
        hurries = true;
        return last.get(PATIENCE.toSeconds(), TimeUnit.SECONDS);
    }

    @Override
    public void close() throws IOException {
        answer.close();
    }
}
