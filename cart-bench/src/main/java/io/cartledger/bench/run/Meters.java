package io.cartledger.bench.run;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** What a node of the service says of itself at {@code /actuator/prometheus}. */
public final class Meters {

    private static final HttpClient CLIENT = HttpClient.newHttpClient();

    private final String text;

    private Meters(String text) {
        this.text = text;
    }

    /** As they are now. */
    public static Meters of(Node node, String token) {
        var request = HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + node.port() + "/actuator/prometheus"))
                .header("Authorization", "Bearer " + token)
                .build();
        try {
            HttpResponse<String> answer = CLIENT.send(request, BodyHandlers.ofString(StandardCharsets.UTF_8));
            if (answer.statusCode() != 200) {
                throw new IllegalStateException("metrics were answered " + answer.statusCode());
            }
            return new Meters(answer.body());
        } catch (IOException e) {
            throw new IllegalStateException("no metrics", e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }

    /** The sum over all tags; 0 where there is no such meter. */
    public double sum(String name) {
        return sum(name, "");
    }

    /** The sum over all whose tags have this text in them, for example {@code area="heap"}. */
    public double sum(String name, String tags) {
        Matcher line = Pattern.compile("(?m)^" + Pattern.quote(name) + "(\\{[^}]*\\})? (\\S+)")
                .matcher(text);
        double sum = 0;
        while (line.find()) {
            if (String.valueOf(line.group(1)).contains(tags)) {
                sum += Double.parseDouble(line.group(2));
            }
        }
        return sum;
    }

    /** Commands in a commit, on average, since another look; 0 where there was no commit. */
    public double commandsACommitSince(Meters before) {
        double commits = sum("cart_ledger_batch_count") - before.sum("cart_ledger_batch_count");
        double commands = sum("cart_ledger_batch_sum") - before.sum("cart_ledger_batch_sum");
        return commits == 0 ? 0 : commands / commits;
    }

    /** Commits since another look. */
    public double commitsSince(Meters before) {
        return sum("cart_ledger_batch_count") - before.sum("cart_ledger_batch_count");
    }
}
