package io.cartledger.server.testing;

import io.cartledger.server.testing.CartClient.Answer;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublisher;
import java.net.http.HttpRequest.BodyPublishers;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A command with its headers, so that the same one can be sent again, to whichever node.
 *
 * @param body JSON, or null for none
 * @param headers name and value in turn
 * @param caller who sends it
 */
public record Command(String method, String path, @Nullable String body, List<String> headers, String caller) {

    private static final Duration PATIENCE = Duration.ofSeconds(60);

    /** Whoever sends it. */
    public Command(String method, String path, @Nullable String body, List<String> headers) {
        this(method, path, body, headers, TestIssuer.ANYBODY);
    }

    public static Command post(String path, String body) {
        return new Command("POST", path, body, List.of("Content-Type", "application/json"));
    }

    public static Command put(String path, String body) {
        return new Command("PUT", path, body, List.of("Content-Type", "application/json"));
    }

    public static Command delete(String path) {
        return new Command("DELETE", path, null, List.of());
    }

    /** Adds an item without options. */
    public static Command add(String cart, String sku, int quantity) {
        return post(cart + "/items", "{\"sku\":\"%s\",\"quantity\":%d}".formatted(sku, quantity));
    }

    /** @param other for example {@code customer/4421} */
    public Command from(String other) {
        return new Command(method, path, body, headers, other);
    }

    /** With this Idempotency-Key, in quotes. */
    public Command key(String key) {
        return with("Idempotency-Key", '"' + key + '"');
    }

    /** With one more header. */
    public Command with(String name, String value) {
        var more = new ArrayList<>(headers);
        more.addAll(List.of(name, value));
        return new Command(method, path, body, more, caller);
    }

    /** Another body, and all else the same. */
    public Command body(@Nullable String other) {
        return new Command(method, path, other, headers, caller);
    }

    /** Another path, and all else the same. */
    public Command path(String other) {
        return new Command(method, other, body, headers, caller);
    }

    /** @throws java.io.UncheckedIOException if the node goes away before it has answered */
    public Answer sendTo(ServerProcess node) {
        BodyPublisher publisher = body == null ? BodyPublishers.noBody() : BodyPublishers.ofString(body);
        var request = HttpRequest.newBuilder(node.uri(path)).timeout(PATIENCE).method(method, publisher);
        if (!headers.isEmpty()) {
            request.headers(headers.toArray(String[]::new));
        }
        Credentials.allOf(caller, node.uri("/"))
                .forEach(credential -> request.header(credential.getKey(), credential.getValue()));
        return CartClient.send(request.build());
    }
}
