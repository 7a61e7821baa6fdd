package io.cartledger.server.attack;

import static org.assertj.core.api.Assertions.assertThat;

import io.cartledger.server.testing.RawHttp;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.UUID;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Whoever shops cannot tell a cart that is another's from one that is not there: not by the answer, nor by its cost. */
class UnknownOrForeignTest extends Attacks {

    private static final Pattern CART = Pattern.compile("\\{(theirs|guests)}");

    private record Told(int status, Map<String, String> headers, String body, int statements) {}

    @ParameterizedTest(name = "{0} {1} {2}")
    @CsvSource(delimiter = '|', quoteCharacter = '`', nullValues = "-", textBlock = """
            GET /carts/{theirs}                     | -                                  | customer
            GET /carts/{theirs}/items/DRN-7X        | -                                  | customer
            GET /carts/{theirs}/items/SOCK          | -                                  | customer
            GET /carts/{theirs}?atLeast=1           | -                                  | customer
            GET /carts/{theirs}?version=0           | -                                  | customer
            GET /carts/{theirs}?version=9           | -                                  | customer
            GET /carts/{theirs}?at=2026-01-01T00:00:00Z | -                              | customer
            GET /carts/{theirs}/diff?from=0         | -                                  | customer
            GET /carts/{theirs}/diff?from=9&to=0    | -                                  | customer
            POST /carts/{theirs}/items              | {"sku":"EVIL"}                     | customer
            POST /carts/{theirs}/items              | {"sku":"DRN-7X","quantity":999}    | customer
            PUT /carts/{theirs}/items/DRN-7X        | {"quantity":2}                     | customer
            PUT /carts/{theirs}/items/SOCK          | {"quantity":2}                     | customer
            DELETE /carts/{theirs}/items/DRN-7X     | -                                  | customer
            DELETE /carts/{theirs}/items            | -                                  | customer
            POST /carts/{theirs}/claim              | {}                                 | customer
            POST /carts/{guests}/claim              | {}                                 | customer
            POST /carts/{theirs}/merge              | {"from":"{mine}"}                  | customer
            POST /carts/{mine}/merge                | {"from":"{theirs}"}                | customer
            POST /carts/{mine}/merge                | {"from":"{guests}"}                | customer
            POST /me/cart/merge                     | {"from":"{theirs}"}                | customer
            POST /carts/{theirs}/checkout           | {"orderReference":"O-1"}           | customer
            POST /carts/{theirs}/commands           | [{"type":"ClearCart"}]             | customer
            POST /carts/{theirs}/restorations       | {"version":0,"reason":"R"}         | customer
            POST /carts/{theirs}/restorations       | {"version":9,"reason":"R"}         | customer
            GET /carts/{theirs}                     | -                                  | guest
            GET /carts/{theirs}?version=0           | -                                  | guest
            GET /carts/{guests}/diff?from=0         | -                                  | guest
            GET /carts/{guests}/items/DRN-7X        | -                                  | guest
            POST /carts/{guests}/items              | {"sku":"EVIL"}                     | guest
            PUT /carts/{theirs}/items/DRN-7X        | {"quantity":2}                     | guest
            DELETE /carts/{guests}/items/DRN-7X     | -                                  | guest
            DELETE /carts/{theirs}/items            | -                                  | guest
            POST /carts/{theirs}/merge              | {"from":"{mine}"}                  | guest
            POST /carts/{guests}/checkout           | {"orderReference":"O-1"}           | guest
            POST /carts/{theirs}/commands           | [{"type":"ClearCart"}]             | guest
            POST /carts/{guests}/restorations       | {"version":0,"reason":"R"}         | guest
            """)
    void bothAreToldAlikeAndCostAlike(String request, @Nullable String body, String by) {
        String caller = by.equals("guest") ? guestAttacker : attacker;
        String unknown = UUID.randomUUID().toString().replace("-", "");

        Told foreign = tell(request, body, caller);
        Told none = tell(to(unknown, request), body == null ? null : to(unknown, body), caller);

        String theirId = filled(
                CART.matcher(request + body).results().findFirst().orElseThrow().group());
        assertThat(theirId).hasSameSizeAs(unknown);
        assertThat(foreign.body().replace(theirId, unknown)).isEqualTo(none.body());
        assertThat(foreign.headers()).isEqualTo(none.headers());
        assertThat(foreign.status()).isEqualTo(none.status());
        assertThat(foreign.statements()).isPositive().isEqualTo(none.statements());
    }

    private static String to(String cartId, String text) {
        return CART.matcher(text).replaceAll(cartId);
    }

    private Told tell(String request, @Nullable String body, String caller) {
        List<String> credential = List.of(credential(caller));
        try (var count = StatementCount.start()) {
            RawHttp.Answer answer = attack(request, credential, body);
            var headers = new TreeMap<>(answer.headers());
            headers.keySet().removeAll(List.of("Date", "X-Request-Id"));
            return new Told(answer.status(), headers, answer.body(), count.statements());
        }
    }
}
