package io.cartledger.server.testing;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** Talks to one node as a storefront does. Any thread may use it. */
public final class CartClient {

    private static final JsonMapper JSON = new JsonMapper();

    /** Shared: each owns a selector thread. */
    private static final HttpClient HTTP = HttpClient.newBuilder()
            .version(HttpClient.Version.HTTP_1_1)
            .connectTimeout(Duration.ofSeconds(5))
            .build();

    private final Function<String, URI> node;
    private final Map<String, String> headers;
    private final @Nullable String caller;

    /** @param node gives the URI of a path */
    public CartClient(Function<String, URI> node) {
        this(node, Map.of(), TestIssuer.ANYBODY);
    }

    private CartClient(Function<String, URI> node, Map<String, String> headers, @Nullable String caller) {
        this.node = node;
        this.headers = headers;
        this.caller = caller;
    }

    /** One that sends this header, too, with every request. */
    public CartClient with(String header, String value) {
        var more = new HashMap<>(headers);
        more.put(header, value);
        return new CartClient(node, Map.copyOf(more), caller);
    }

    /** One that speaks for this caller, for example {@code customer/4421} or {@code guest/} and any name. */
    public CartClient as(String other) {
        return new CartClient(node, headers, other);
    }

    /** One that says nothing of who it is. */
    public CartClient asNobody() {
        return new CartClient(node, headers, null);
    }

    /** A whole answer. */
    public record Answer(int status, HttpResponse<String> response) {

        public boolean isSuccess() {
            return status / 100 == 2;
        }

        public JsonNode json() {
            return JSON.readTree(response.body());
        }

        public String header(String name) {
            return response.headers().firstValue(name).orElse("");
        }

        /** The version of the cart that it shows. */
        public long version() {
            return Long.parseLong(header("ETag").replaceAll("\"(.*\\.)?", ""));
        }

        /** Units by item, of the cart that it shows. */
        public Map<String, Integer> lines() {
            return linesOf(json());
        }

        /** The same of a cart that is part of it. */
        public static Map<String, Integer> linesOf(JsonNode cart) {
            var lines = new HashMap<String, Integer>();
            cart.path("lines")
                    .forEach(line -> lines.put(
                            line.path("itemId").asString(),
                            line.path("quantity").asInt()));
            return lines;
        }

        /** The problem's code; empty for a success. */
        public String code() {
            return isSuccess() || response.body().isEmpty()
                    ? ""
                    : json().path("code").asString("");
        }

        @Override
        public String toString() {
            return status + " " + response.headers().map() + " " + response.body();
        }
    }

    @Override
    public String toString() {
        return "node at " + node.apply("");
    }

    /** Adds an item without options. */
    public Answer add(String cartId, String sku, int quantity) {
        return send("POST", "/carts/" + cartId + "/items", "{\"sku\":\"%s\",\"quantity\":%d}".formatted(sku, quantity));
    }

    /** The cart, once it has this version at least. */
    public Answer cart(String cartId, long atLeast) {
        return send("GET", "/carts/" + cartId + "?atLeast=" + atLeast, null);
    }

    /** Any request; a body is sent as JSON. */
    public Answer send(String method, String path, @Nullable String body) {
        HttpRequest.Builder request = request(path);
        if (body == null) {
            request.method(method, BodyPublishers.noBody());
        } else {
            request.method(method, BodyPublishers.ofString(body)).header("Content-Type", "application/json");
        }
        return send(request.build());
    }

    /** A form, as browsers send them. */
    public Answer sendForm(String path, String form) {
        return send(request(path)
                .POST(BodyPublishers.ofString(form))
                .header("Content-Type", "application/x-www-form-urlencoded")
                .build());
    }

    private HttpRequest.Builder request(String path) {
        HttpRequest.Builder request = HttpRequest.newBuilder(node.apply(path)).timeout(Duration.ofSeconds(30));
        headers.forEach(request::header);
        if (caller != null) {
            Credentials.allOf(caller, node.apply("/"))
                    .forEach(credential -> request.header(credential.getKey(), credential.getValue()));
        }
        return request;
    }

    /** Any request at all. */
    public static Answer send(HttpRequest request) {
        try {
            HttpResponse<String> response = HTTP.send(request, BodyHandlers.ofString());
            return new Answer(response.statusCode(), response);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }
}
