package io.cartledger.http;

import static org.assertj.core.api.Assertions.assertThat;

import io.cartledger.cart.CartId;
import io.cartledger.cart.ItemId;
import io.cartledger.cart.Refusal;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

class ProblemTypeTest {

    @Test
    void thereIsAProblemForEveryRefusal() {
        var cartId = new CartId("c-1");
        var itemId = new ItemId("DRN-7X");
        Set<Refusal> refusals = Set.of(
                new Refusal.CartNotFound(cartId),
                new Refusal.CartExists(cartId),
                new Refusal.LineNotFound(cartId, itemId),
                new Refusal.LineQuantityExceeded(itemId, 1, 1000, 999),
                new Refusal.TooManyLines(500),
                new Refusal.TooLong("sku", 65, 64));

        assertThat(refusals.stream().map(Object::getClass).collect(Collectors.toSet()))
                .containsExactlyInAnyOrder(Refusal.class.getPermittedSubclasses());
        assertThat(refusals)
                .allSatisfy(refusal ->
                        assertThat(ProblemType.of(refusal.code()).status()).isBetween(400, 499));
    }

    @Test
    void noTwoProblemsHaveOneCode() {
        assertThat(Stream.of(ProblemType.values()).map(ProblemType::code)).doesNotHaveDuplicates();
    }
}
