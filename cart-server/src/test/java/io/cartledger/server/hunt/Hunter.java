package io.cartledger.server.hunt;

import static org.assertj.core.api.Assertions.assertThat;

import io.cartledger.server.testing.CartClient;
import io.cartledger.server.testing.CartClient.Answer;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.Callable;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/**
 * One client that shares all carts with the others, and has a SKU to itself: it knows what its lines have to be, whatever
 * the others do, up to commands of which it never heard.
 */
final class Hunter implements Callable<Hunter> {

    static final int CARTS = 50;
    private static final int MANY_UNITS = 900;
    private static final int PERCENT_UNCHANGED = 10;
    private static final int PERCENT_REFUSED = 3;
    private static final int PERCENT_KEYED = 30;
    private static final int PERCENT_SENT_TWICE = 25;

    /** What is known of a line: its units, and how many more there may be. */
    private record Line(int units, int more) {}

    private static final Line NOTHING = new Line(0, 0);
    private static final String KEY = "Idempotency-Key";
    private static final Duration AFTER_NO_ANSWER = Duration.ofMillis(100);

    /**
     * What was told of a cart.
     *
     * @param lines hash of the units by item
     */
    record Told(String cartId, long version, int lines) {}

    private final String sku;
    private final CartClient node;
    private final BooleanSupplier goOn;
    private final Random random;
    private final Map<String, Line> lines = new HashMap<>();
    private final List<Told> told = new ArrayList<>();
    private int sent;
    private int refused;
    private int replayed;
    private int unanswered;

    Hunter(int number, long seed, CartClient node, BooleanSupplier goOn) {
        this.sku = "HUNTED-" + number;
        this.node = node;
        this.goOn = goOn;
        this.random = new Random(seed + number);
    }

    /** All that it was told of carts, also by refusals. */
    List<Told> told() {
        return told;
    }

    String sku() {
        return sku;
    }

    int sent() {
        return sent;
    }

    int refused() {
        return refused;
    }

    int replayed() {
        return replayed;
    }

    int unanswered() {
        return unanswered;
    }

    @Override
    public Hunter call() {
        while (goOn.getAsBoolean()) {
            String cartId = "hunted-" + random.nextInt(CARTS);
            Line line = lines.getOrDefault(cartId, NOTHING);
            int chance = random.nextInt(100);
            if (chance < PERCENT_REFUSED) {
                askForAVersionThatIsNot(cartId);
            } else if (line.units() > MANY_UNITS) {
                set(cartId, 1);
            } else if (chance < PERCENT_REFUSED + PERCENT_UNCHANGED && line.units() > 0) {
                set(cartId, line.units());
            } else {
                add(cartId, line, 1 + random.nextInt(3));
            }
        }
        return this;
    }

    private void askForAVersionThatIsNot(String cartId) {
        Answer answer = send(node.with("If-Match", "\"1000000\""), "PUT", line(cartId), "{\"quantity\":1}");
        if (answer != null && answer.status() == 412 && answer.json().has("cart")) {
            refused++;
            remember(cartId, answer.json().path("cart"));
        }
    }

    private void set(String cartId, int units) {
        Answer answer = sendUntilAnswered(node, "PUT", line(cartId), "{\"quantity\":" + units + "}");
        learn(cartId, answer, new Line(units, 0));
    }

    private void add(String cartId, Line line, int units) {
        String items = "/carts/" + cartId + "/items";
        String body = "{\"sku\":\"" + sku + "\",\"quantity\":" + units + "}";
        if (random.nextInt(100) < PERCENT_KEYED) {
            String key = '"' + sku + "-" + sent + '"';
            Answer answer = sendUntilAnswered(node.with(KEY, key), "POST", items, body);
            learn(cartId, answer, new Line(line.units() + units, line.more()));
            if (random.nextInt(100) < PERCENT_SENT_TWICE) {
                repeat(sendUntilAnswered(node.with(KEY, key), "POST", items, body), answer);
            }
            return;
        }
        Answer answer = send(node, "POST", items, body);
        if (answer == null) {
            lines.put(cartId, new Line(line.units(), line.more() + units));
        } else {
            learn(cartId, answer, new Line(line.units() + units, line.more()));
        }
    }

    private void repeat(Answer second, Answer first) {
        replayed++;
        assertThat(second.version()).isEqualTo(first.version());
        assertThat(second.json()).isEqualTo(first.json());
    }

    /** @param expected what the line has to be after the command */
    private void learn(String cartId, Answer answer, Line expected) {
        assertThat(answer.isSuccess()).as("%s", answer).isTrue();
        int units = answer.lines().getOrDefault(sku, 0);
        assertThat(units)
                .as("units of %s in %s", sku, answer)
                .isBetween(expected.units(), expected.units() + expected.more());
        lines.put(cartId, new Line(units, 0));
        remember(cartId, answer.json());
    }

    private void remember(String cartId, JsonNode cart) {
        told.add(new Told(
                cartId, cart.path("version").asLong(), Answer.linesOf(cart).hashCode()));
    }

    /** Whoever was not answered cannot know; sent again with its key, it happens once. */
    private Answer sendUntilAnswered(CartClient node, String method, String path, String body) {
        while (true) {
            Answer answer = send(node, method, path, body);
            if (answer != null) {
                return answer;
            }
        }
    }

    /** @return null if nothing is known of what came of it */
    private @Nullable Answer send(CartClient node, String method, String path, String body) {
        sent++;
        try {
            Answer answer = node.send(method, path, body);
            if (answer.status() != 503) {
                return answer;
            }
        } catch (UncheckedIOException e) {
            // the node has been killed
        }
        unanswered++;
        LockSupport.parkNanos(AFTER_NO_ANSWER.toNanos());
        return null;
    }

    private String line(String cartId) {
        return "/carts/" + cartId + "/items/" + sku;
    }

    /** Whether this is what became of its line, as far as it knows. */
    boolean mayHave(String cartId, int units) {
        Line line = lines.getOrDefault(cartId, NOTHING);
        return units >= line.units() && units <= line.units() + line.more();
    }
}
