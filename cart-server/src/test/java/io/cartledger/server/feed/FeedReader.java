package io.cartledger.server.feed;

import io.cartledger.server.testing.TestIssuer;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * One answer of the feed, read line by line. Closed before its end, the connection is closed.
 *
 * <p>Used by one thread.
 */
final class FeedReader implements AutoCloseable {

    private static final HttpClient HTTP =
            HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();

    /** Enough of a line to follow by. */
    record Line(String id, String cursor) {

        private static final Pattern FORM = Pattern.compile("\\{.*?\"id\":\"(.*?)\".*?\"cursor\":\"(.*?)\".*}");

        static Line of(String text) {
            Matcher line = FORM.matcher(text);
            if (!line.matches()) {
                throw new AssertionError("no whole line: " + text);
            }
            return new Line(line.group(1), line.group(2));
        }
    }

    private final HttpResponse<InputStream> response;
    private final BufferedReader lines;

    private FeedReader(HttpResponse<InputStream> response) {
        this.response = response;
        this.lines = new BufferedReader(new InputStreamReader(response.body(), StandardCharsets.UTF_8));
    }

    /** Begins to read. */
    static FeedReader open(URI uri) throws IOException, InterruptedException {
        var request = HttpRequest.newBuilder(uri)
                .header("Authorization", "Bearer " + TestIssuer.token("analyst/follower"))
                .build();
        return new FeedReader(HTTP.send(request, BodyHandlers.ofInputStream()));
    }

    int status() {
        return response.statusCode();
    }

    String header(String name) {
        return response.headers().firstValue(name).orElse("");
    }

    /**
     * The next line; null once the whole answer has been read.
     *
     * @throws IOException if the connection has ended before the answer
     */
    @Nullable
    String next() throws IOException {
        return lines.readLine();
    }

    @Override
    public void close() throws IOException {
        response.body().close();
    }
}
