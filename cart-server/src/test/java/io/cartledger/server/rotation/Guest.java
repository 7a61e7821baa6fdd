package io.cartledger.server.rotation;

import static org.assertj.core.api.Assertions.assertThat;

import io.cartledger.server.testing.CartClient;
import io.cartledger.server.testing.CartClient.Answer;

/** Somebody with a cookie, which is exchanged for each new one that comes, as browsers do. One thread at a time. */
final class Guest {

    private static final String ONE = "{\"sku\":\"DRN-7X\"}";

    private final ShortLivedKeys nodes;
    private String cookie = "";
    private String seen = "";
    private String cartId = "";
    private int units;
    private int visits;

    Guest(ShortLivedKeys nodes) {
        this.nodes = nodes;
    }

    /** Looks at the cart on one node, and adds to it on the other at once. */
    void visit() {
        if (units > 0) {
            expectOwnCart(send(nodes.node(visits), "GET", "/me/cart", null));
        }
        Answer added = send(nodes.node(visits + 1), "POST", "/me/cart/items", ONE);
        if (units == 0) {
            cartId = added.json().path("cartId").asString();
        }
        units++;
        expectOwnCart(added);
        seen = added.header("Consistency-Token");
        visits++;
    }

    private Answer send(CartClient node, String method, String path, String body) {
        CartClient known = cookie.isEmpty() ? node : node.with("Cookie", "cart_guest=" + cookie);
        CartClient client = seen.isEmpty() ? known : known.with("Consistency-Token", seen);
        Answer answer = ShortLivedKeys.insist(() -> client.send(method, path, body));
        String given = answer.header("Set-Cookie");
        if (!given.isEmpty()) {
            cookie = given.replaceFirst("cart_guest=", "").replaceFirst(";.*", "");
        }
        return answer;
    }

    private void expectOwnCart(Answer answer) {
        assertThat(answer.isSuccess()).as(answer.toString()).isTrue();
        assertThat(answer.json().path("cartId").asString()).as("cart").isEqualTo(cartId);
        assertThat(answer.lines()).containsEntry("DRN-7X", units);
    }

    /** The newest that was given. */
    String cookie() {
        return cookie;
    }
}
