package io.cartledger.server.rotation;

import static org.assertj.core.api.Assertions.assertThat;

import io.cartledger.server.testing.CartClient;
import io.cartledger.server.testing.CartClient.Answer;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;

/** Programs of the shop: each gets a token now and then, and uses it until the next one, on both nodes. */
final class BackEnd {

    private static final int PROGRAMS = 3;
    private static final int CARTS = 50;

    private final ShortLivedKeys nodes;
    private final int requestsToAToken;
    private final List<String> tokens = new CopyOnWriteArrayList<>();
    private final Set<String> keys = ConcurrentHashMap.newKeySet();
    private final AtomicInteger requests = new AtomicInteger();

    /** @param requestsToAToken of all programs together, from one new token to the next */
    BackEnd(ShortLivedKeys nodes, int requestsToAToken) {
        this.nodes = nodes;
        this.requestsToAToken = requestsToAToken;
        for (int program = 0; program < PROGRAMS; program++) {
            tokens.add(newToken());
        }
    }

    private String newToken() {
        String basic = "storefront:" + ShortLivedKeys.CLIENT_SECRET;
        Answer answer = nodes.issuer()
                .with(
                        "Authorization",
                        "Basic " + Base64.getEncoder().encodeToString(basic.getBytes(StandardCharsets.US_ASCII)))
                .sendForm("/oauth2/token", "grant_type=client_credentials");
        assertThat(answer.status()).as(answer.toString()).isEqualTo(200);
        String token = answer.json().path("access_token").asString();
        keys.add(ShortLivedKeys.keyOf(token));
        return token;
    }

    /** One request, with the token of one program. */
    void send() {
        int number = requests.getAndIncrement();
        if (number % requestsToAToken == 0) {
            tokens.set(number / requestsToAToken % PROGRAMS, newToken());
        }
        Answer answer = send(number, tokens.get(number % PROGRAMS));
        assertThat(answer.isSuccess()).as(answer.toString()).isTrue();
    }

    /** One request with this token. */
    Answer send(int number, String token) {
        CartClient node = nodes.node(number / PROGRAMS).with("Authorization", "Bearer " + token);
        return ShortLivedKeys.insist(() -> node.add("rotation-" + number % CARTS, "DRN-7X", 1));
    }

    /** One that is used now. */
    String token() {
        return tokens.getFirst();
    }

    /** Keys that tokens were signed with. */
    Set<String> keys() {
        return keys;
    }
}
