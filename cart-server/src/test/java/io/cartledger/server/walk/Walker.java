package io.cartledger.server.walk;

import io.cartledger.server.testing.CartClient;
import io.cartledger.server.testing.CartClient.Answer;
import io.cartledger.server.testing.Credentials;
import io.cartledger.server.testing.SharedNodes;
import io.cartledger.server.testing.TestIssuer;
import java.net.URI;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.function.Function;
import java.util.stream.Stream;

/**
 * One of many who use the service at random, through all of its nodes: shops as customers and guests, fills carts by
 * name, claims, merges, checks out, corrects, restores, and sends some of it twice.
 */
final class Walker {

    static final int CUSTOMERS = 20;
    static final int CARTS = 60;
    private static final int ANSWERS_BETWEEN_NEW_CARTS = 100;
    private static final List<String> SKUS = Stream.concat(SharedNodes.FEW_EACH.stream(), Stream.of("ANY-1", "ANY-2"))
            .toList();
    private static final List<String> POLICIES = List.of("sum", "max", "keep-target");

    private final List<Function<String, URI>> nodes;
    private final Random random;
    private final String name;
    private final List<Answer> answers = new ArrayList<>();

    /** @param name tells its keys and orders from those of others */
    Walker(List<Function<String, URI>> nodes, long seed, String name) {
        this.nodes = nodes;
        this.random = new Random(seed);
        this.name = name;
    }

    /** Sends so many commands, one after the other. */
    List<Answer> walk(int commands) {
        for (int i = 0; i < commands; i++) {
            step(i);
        }
        return answers;
    }

    private void step(int step) {
        String key = name + "-" + step;
        switch (random.nextInt(22)) {
            case 0 -> send("POST", "/carts/" + cart() + "/claim", "{\"customer\":\"" + customer() + "\"}", "", key);
            case 1 -> send("POST", "/carts/" + cart() + "/merge", merge(), "", key);
            case 2 -> send("POST", "/me/cart/checkout", "{\"orderReference\":\"" + key + "\"}", shopper(), key);
            case 3 -> send("POST", "/carts/" + cart() + "/checkout", "{\"orderReference\":\"" + key + "\"}", "", key);
            case 4 -> send("DELETE", "/me/cart/items", null, shopper(), key);
            case 5 -> send("DELETE", "/carts/" + cart() + "/items/" + sku(), null, "", key);
            case 6, 7 -> send("PUT", "/carts/" + cart() + "/items/" + sku(), quantity(), "", key);
            case 8, 9 -> send("POST", "/me/cart/commands", several(), shopper(), key);
            case 10 -> send("POST", "/carts", "{\"customer\":\"" + customer() + "\"}", "", key);
            case 15 -> send("POST", "/carts/" + cart() + "/corrections", correction(), "support/" + name, key);
            case 16 -> send("POST", "/carts/" + cart() + "/restorations", restoration(), "", key);
            case 11, 12, 13, 14 -> send("POST", "/carts/" + cart() + "/items", add(), "", key);
            default -> send("POST", "/me/cart/items", add(), shopper(), key);
        }
    }

    /** Some without a key, some twice with one. */
    private void send(String method, String path, String body, String caller, String key) {
        boolean keyed = random.nextInt(3) > 0;
        answers.add(send(method, path, body, caller, key, keyed));
        if (keyed && random.nextInt(4) == 0) {
            answers.add(send(method, path, body, caller, key, true));
        }
    }

    private Answer send(String method, String path, String body, String caller, String key, boolean keyed) {
        URI uri = nodes.get(random.nextInt(nodes.size())).apply(path);
        var request = HttpRequest.newBuilder(uri)
                .timeout(Duration.ofSeconds(60))
                .method(method, body == null ? BodyPublishers.noBody() : BodyPublishers.ofString(body));
        if (body != null) {
            request.header("Content-Type", "application/json");
        }
        var credential = Credentials.of(caller.isEmpty() ? TestIssuer.ANYBODY : caller, uri);
        request.header(credential.getKey(), credential.getValue());
        if (keyed) {
            request.header("Idempotency-Key", '"' + key + '"');
        }
        return CartClient.send(request.build());
    }

    /** Of so many at a time; check-outs and merges close them one by one. */
    private String cart() {
        return "walk-" + answers.size() / ANSWERS_BETWEEN_NEW_CARTS + "-" + random.nextInt(CARTS);
    }

    private String customer() {
        return "walker-" + random.nextInt(CUSTOMERS);
    }

    private String shopper() {
        return random.nextInt(4) == 0 ? "guest/walker-" + random.nextInt(CUSTOMERS) : "customer/" + customer();
    }

    private String sku() {
        return SKUS.get(random.nextInt(SKUS.size()));
    }

    private String quantity() {
        return "{\"quantity\":" + random.nextInt(4) + "}";
    }

    private String add() {
        return "{\"sku\":\"" + sku() + "\",\"quantity\":" + (1 + random.nextInt(2)) + "}";
    }

    private String correction() {
        return """
                {"itemId":"%s","quantity":%d,"reason":"Walked","ticket":"T-1"}
                """.formatted(sku(), random.nextInt(6));
    }

    private String restoration() {
        return "{\"version\":" + random.nextInt(6) + ",\"reason\":\"Walked\"}";
    }

    private String several() {
        return """
                [{"type":"AddItem","sku":"%s"},{"type":"RemoveItem","itemId":"%s"},{"type":"AddItem","sku":"%s"}]
                """.formatted(sku(), sku(), sku());
    }

    private String merge() {
        return "{\"from\":\"" + cart() + "\",\"policy\":\"" + POLICIES.get(random.nextInt(POLICIES.size())) + "\"}";
    }
}
