package io.cartledger.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.cartledger.cart.CartId;
import io.cartledger.cart.CustomerId;
import io.cartledger.cart.ItemId;
import io.cartledger.cart.OrderReference;
import io.cartledger.cart.Refusal;
import io.cartledger.cart.Sku;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

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
                new Refusal.TooLong("sku", 65, 64),
                new Refusal.SourceRefused(new Refusal.CartNotFound(cartId), true),
                new Refusal.NoOpenCart(),
                new Refusal.CartClosed(cartId, new OrderReference("O-1"), null),
                new Refusal.CartIsAbandoned(cartId),
                new Refusal.CartEmpty(cartId),
                new Refusal.OtherCustomersCart(cartId),
                new Refusal.OpenCartExists(cartId, new CartId("c-2")),
                new Refusal.PurchaseLimitExceeded(new Sku("DRN-7X"), 1, 1, 1),
                new Refusal.PreconditionFailed("Cart c-1", -1, null),
                new Refusal.ChangeRefused(0, new Refusal.CartEmpty(cartId)),
                new Refusal.VersionNotFound(cartId, 17, 3),
                new Refusal.RestorationRefused(2, new Refusal.TooManyLines(500)),
                new Refusal.AllowanceNotFound(new CustomerId("4421"), 3),
                new Refusal.KeyReused("k-1"));

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

    @ParameterizedTest
    @EnumSource
    void aKindIsFoundByItsCodeAndNoOtherIs(ProblemType type) {
        assertThat(ProblemType.of(type.code())).isEqualTo(type);
        assertThatThrownBy(() -> ProblemType.of(type.code() + "s")).isInstanceOf(IllegalArgumentException.class);
    }
}
