package io.cartledger.query.history;

import static org.assertj.core.api.Assertions.assertThat;

import io.cartledger.query.ledger.RecordedRefusal;
import java.time.Instant;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class RefusalSummariesTest {

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            purchase-limit-exceeded | POST   | /carts/{cartId}/items          |        | DRN-7X | refused: purchase limit of DRN-7X reached (asked to add an item, DRN-7X)
            purchase-limit-exceeded | POST   | /me/cart/checkout              |        |        | refused: purchase limit reached (asked to check out)
            line-not-found          | PUT    | /carts/{cartId}/items/{itemId} | DRN-7X |        | refused: the cart has no such line (asked to change a line, DRN-7X)
            cart-closed             | DELETE | /carts/{cartId}/items/{itemId} | DRN-7X |        | refused: the cart is closed (asked to remove a line, DRN-7X)
            cart-closed             | DELETE | /me/cart/items                 |        |        | refused: the cart is closed (asked to clear the cart)
            rate-limited            | POST   | /add-cart.php                  |        | DRN-7X | refused: too many requests (asked to add an item, DRN-7X)
            replayed                | POST   | /me/cart/items                 |        | DRN-7X | sent again, and answered as before: to add an item, DRN-7X
            replayed                | POST   | /customers/{customer}/notes    |        |        | sent again, and answered as before: to add a note
            too-newfangled          | PATCH  | /carts/{cartId}/colour         |        |        | refused: too-newfangled (asked to PATCH /carts/{cartId}/colour)
            unauthenticated         | POST   |                                |        |        | refused: a token is needed (asked to POST)
            """)
    void whatWasAskedAndWhyNotIsToldInPlainLanguage(
            String code,
            String method,
            @Nullable String route,
            @Nullable String itemId,
            @Nullable String sku,
            String summary) {
        var refusal = new RecordedRefusal(
                1, Instant.EPOCH, code, 409, method, route, "c-1", itemId, sku, null, null, null, "r-1");

        assertThat(RefusalSummaries.of(refusal)).isEqualTo(summary);
    }
}
