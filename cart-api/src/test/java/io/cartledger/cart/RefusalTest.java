package io.cartledger.cart;

import static org.assertj.core.api.Assertions.assertThat;

import io.cartledger.cart.CartEvent.CartOpened;
import io.cartledger.cart.Refusal.ChangeRefused;
import io.cartledger.cart.Refusal.PreconditionFailed;
import io.cartledger.cart.Refusal.PurchaseLimitExceeded;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** What each refusal tells its caller. Codes never change; messages say what was wrong and what to do. */
class RefusalTest {

    private static final CartId ID = new CartId("c-1");
    private static final CartId OTHER = new CartId("c-2");
    private static final ItemId BOOT = new ItemId("DRN-7X");

    private static final CartState OPENED = CartState.of(List.of(CartOpened.by(null)));
    private static final Caller SHOP = new Caller(Caller.Kind.BACK_END, "shop");

    private record Told(Refusal refusal, String code, String message) {}

    static Stream<Told> all() {
        return Stream.of(
                new Told(new Refusal.CartNotFound(ID), "cart-not-found", "There is no cart c-1."),
                new Told(
                        new Refusal.SourceRefused(new Refusal.CartNotFound(OTHER), false),
                        "cart-not-found",
                        "There is no cart c-2."),
                new Told(new Refusal.NoOpenCart(), "cart-not-found", "You have no open cart: add an item first."),
                new Told(
                        new Refusal.CartExists(ID),
                        "cart-exists",
                        "There is a cart c-1 already: use it, or choose another cartId."),
                new Told(
                        new Refusal.LineNotFound(ID, BOOT),
                        "line-not-found",
                        "Cart c-1 has no line DRN-7X: add the item first."),
                new Told(
                        new Refusal.LineQuantityExceeded(BOOT, 998, 1000, 999),
                        "line-quantity-exceeded",
                        "quantity must leave 1 to 999 units of DRN-7X on its line, would be 1000 (now 998)."),
                new Told(
                        new Refusal.TooManyLines(500),
                        "too-many-lines",
                        "A cart holds at most 500 lines: remove one first."),
                new Told(
                        new Refusal.TooLong("sku", 9, 8),
                        "value-too-long",
                        "sku must have at most 8 characters, has 9."),
                new Told(
                        new Refusal.CartClosed(ID, new OrderReference("O-1"), null),
                        "cart-closed",
                        "Cart c-1 has been checked out as order O-1: use another cart."),
                new Told(
                        new Refusal.CartClosed(ID, null, OTHER),
                        "cart-closed",
                        "Cart c-1 has been merged into cart c-2: use that one."),
                new Told(
                        new Refusal.CartIsAbandoned(ID),
                        "cart-abandoned",
                        "Cart c-1 has been abandoned: add an item to it, and it is open again, or merge it into another."),
                new Told(
                        new Refusal.CartEmpty(ID),
                        "cart-empty",
                        "Cart c-1 has no lines: there is nothing to check out."),
                new Told(
                        new Refusal.OtherCustomersCart(ID),
                        "other-customers-cart",
                        "Cart c-1 belongs to another customer."),
                new Told(
                        new Refusal.OpenCartExists(ID, OTHER),
                        "open-cart-exists",
                        "Cart c-1 cannot be reopened: its owner has an open cart, c-2: use that one,"
                                + " or merge this one into it."),
                new Told(
                        new PurchaseLimitExceeded(new Sku("DRN-7X"), 3, 1, 3),
                        "purchase-limit-exceeded",
                        "A customer may have 3 of DRN-7X, this one has 1: 2 more can be added."),
                new Told(
                        new PurchaseLimitExceeded(new Sku("DRN-7X"), 3, 5, 0),
                        "purchase-limit-exceeded",
                        "A customer may have 3 of DRN-7X, this one has 5: remove 2 first."),
                new Told(
                        PreconditionFailed.of(ID, OPENED, SHOP),
                        "precondition-failed",
                        "Cart c-1 is in version 0, which the request rules out: look at what it is now, and decide again."),
                new Told(
                        PreconditionFailed.of(ID, CartState.NONE, SHOP),
                        "precondition-failed",
                        "Cart c-1 has no version yet: send the command without the condition."),
                new Told(
                        new ChangeRefused(2, new Refusal.CartEmpty(ID)),
                        "cart-empty",
                        "Command 2: Cart c-1 has no lines: there is nothing to check out."
                                + " None of the commands has changed anything."),
                new Told(
                        new Refusal.VersionNotFound(ID, 17, 3),
                        "version-not-found",
                        "Cart c-1 has no version 17: it is in version 3, and earlier ones can be restored."),
                new Told(
                        new Refusal.RestorationRefused(2, new Refusal.TooManyLines(5)),
                        "too-many-lines",
                        "Version 2 cannot be restored. A cart holds at most 5 lines: remove one first."),
                new Told(
                        new Refusal.AllowanceNotFound(new CustomerId("4421"), 3),
                        "allowance-not-found",
                        "Customer 4421 has no allowance 3."),
                new Told(
                        new Refusal.KeyReused("k-1"),
                        "idempotency-key-reused",
                        "Idempotency-Key \"k-1\" has come with another request: take a new key for each request."));
    }

    @ParameterizedTest
    @MethodSource("all")
    void aRefusalHasItsCodeAndItsWords(Told told) {
        assertThat(told.refusal().code()).isEqualTo(told.code());
        assertThat(told.refusal().message()).isEqualTo(told.message());
    }

    @Test
    void everyRefusalIsHere() {
        Set<Class<?>> here = all().map(told -> told.refusal().getClass()).collect(Collectors.toSet());

        assertThat(here).containsExactlyInAnyOrder(Refusal.class.getPermittedSubclasses());
    }

    @Test
    void theCartIsShownToWhomItIs() {
        var shown = new PreconditionFailed.VersionedCart(ID, OPENED);

        assertThat(PreconditionFailed.of(ID, OPENED, SHOP).cart()).isEqualTo(shown);
        assertThat(PreconditionFailed.of(ID, OPENED, new Caller(Caller.Kind.CUSTOMER, "4421"))
                        .cart())
                .isNull();
        assertThat(PreconditionFailed.of(ID, CartState.NONE, SHOP).cart()).isNull();
    }

    @Test
    void whoHasMoreThanIsAllowedHasNothingLeft() {
        assertThat(new PurchaseLimitExceeded(new Sku("DRN-7X"), 2, 5, 1).left()).isZero();
        assertThat(new PurchaseLimitExceeded(new Sku("DRN-7X"), 5, 2, 1).left()).isEqualTo(3);
    }
}
