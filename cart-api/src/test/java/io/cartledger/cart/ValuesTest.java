package io.cartledger.cart;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Function;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** What values may be: on each side of each bound. */
class ValuesTest {

    /**
     * A value that is text.
     *
     * @param good as long as it may be, with every kind of character that it may have
     * @param badCharacters each of them spoils it
     */
    private record Text(String field, Function<String, Object> value, String good, String badCharacters) {}

    static Stream<Text> texts() {
        return Stream.of(
                new Text("cartId", CartId::new, "AZaz09_-".repeat(8), " .~/é\n"),
                new Text("guest", GuestId::new, "AZaz09_-".repeat(8), " .~/é\n"),
                new Text("customer", CustomerId::new, "Za9._@:-".repeat(8), " ~/é\n"),
                new Text("sku", Sku::new, "AZaz09.-".repeat(7) + "_-------", " ~/é\n"),
                new Text("itemId", ItemId::new, "AZaz09.-".repeat(7) + "_-------", " /é\n"),
                new Text("orderReference", OrderReference::new, "a9._/#:-".repeat(8), " ~@é\n"),
                new Text("ticket", Ticket::new, "a9._/#:-".repeat(8), " ~@é\n"));
    }

    @ParameterizedTest
    @MethodSource("texts")
    void aTextMayBeAsLongAsItMayBeAndIsShownAsItIs(Text text) {
        assertThat(text.good()).hasSize(64);
        assertThat(text.value().apply(text.good())).hasToString(text.good());
        assertThat(text.value().apply("a")).hasToString("a");
    }

    @ParameterizedTest
    @MethodSource("texts")
    void aTextThatIsTooLongOrEmptyOrHasOtherCharactersIsRefused(Text text) {
        Stream<String> spoilt = text.badCharacters().chars().mapToObj(c -> "a" + (char) c);

        assertThat(Stream.concat(Stream.of("", text.good() + "a"), spoilt))
                .allSatisfy(bad -> assertThatThrownBy(() -> text.value().apply(bad))
                        .isInstanceOfSatisfying(
                                InvalidValueException.class,
                                e -> assertThat(e.field()).isEqualTo(text.field())));
    }

    @Test
    void ownersOfAllKindsHaveDifferentKeys() {
        assertThat(new CustomerId("4421").key()).isEqualTo("customer/4421");
        assertThat(new GuestId("4421").key()).isEqualTo("guest/4421");
    }

    @Test
    void aQuantityHasBoundsAndAnOrder() {
        assertThat(new Quantity(1)).hasToString("1").isLessThan(new Quantity(2));
        assertThat(new Quantity(Quantity.MAX)).isEqualByComparingTo(new Quantity(1_000_000));
        assertThatThrownBy(() -> new Quantity(0)).hasMessage("quantity must be 1 to 1000000, was 0");
        assertThatThrownBy(() -> new Quantity(1_000_001)).isInstanceOf(InvalidValueException.class);
    }

    @Test
    void anItemIdIsOrderedAsItsText() {
        assertThat(new ItemId("A")).isLessThan(new ItemId("B")).isEqualByComparingTo(new ItemId("A"));
    }

    @Test
    void eachLimitOfACartHasItsOwnBounds() {
        assertThat(new CartLimits(1, 1, 1, 1)).isNotNull();
        assertThat(new CartLimits(1_000_000, 1, 64, 64)).isNotNull();
        assertThat(new CartLimits(1, 10_000, 64, 64)).isNotNull();
        assertRefused("cart.limits.quantity-per-line", () -> new CartLimits(0, 1, 1, 1));
        assertRefused("cart.limits.quantity-per-line", () -> new CartLimits(1_000_001, 1, 1, 1));
        assertRefused("cart.limits.lines-per-cart", () -> new CartLimits(1, 0, 1, 1));
        assertRefused("cart.limits.lines-per-cart", () -> new CartLimits(1, 10_001, 1, 1));
        assertRefused("cart.limits.sku-length", () -> new CartLimits(1, 1, 0, 1));
        assertRefused("cart.limits.sku-length", () -> new CartLimits(1, 1, 65, 1));
        assertRefused("cart.limits.cart-id-length", () -> new CartLimits(1, 1, 1, 0));
        assertRefused("cart.limits.cart-id-length", () -> new CartLimits(1, 1, 1, 65));
    }

    @Test
    void aPurchaseLimitMayBeNothingAtAllAndItsPeriodIsADayOrMore() {
        var sku = new Sku("DRN-7X");
        var limits = new PurchaseLimits(Map.of(sku, 0, new Sku("SOCK"), 1_000_000), Duration.ofDays(1));

        assertThat(limits.of(sku)).hasValue(0);
        assertThat(limits.of(new Sku("SOCK"))).hasValue(1_000_000);
        assertThat(limits.of(new Sku("HAT"))).isEmpty();
        assertRefused("cart.limits.per-customer.DRN-7X", () -> new PurchaseLimits(Map.of(sku, -1), Duration.ofDays(1)));
        assertRefused(
                "cart.limits.per-customer.DRN-7X",
                () -> new PurchaseLimits(Map.of(sku, 1_000_001), Duration.ofDays(1)));
        assertRefused("cart.limits.period", () -> new PurchaseLimits(Map.of(), Duration.ofHours(23)));
    }

    @Test
    void anOptionMayHaveTheLongestNameAndThereMayBeSixteen() {
        var many = new TreeMap<String, String>();
        for (int i = 0; i < Item.MAX_OPTIONS; i++) {
            many.put("o" + i, "");
        }

        assertThat(new Item(new Sku("DRN-7X"), many).options()).hasSize(16);
        assertThat(new Item(new Sku("DRN-7X"), Map.of("n".repeat(64), "")).options())
                .hasSize(1);
        assertRefused("options", () -> new Item(new Sku("DRN-7X"), Map.of("n".repeat(65), "")));
    }

    private static void assertRefused(String field, Runnable value) {
        assertThatThrownBy(value::run)
                .isInstanceOfSatisfying(
                        InvalidValueException.class, e -> assertThat(e.field()).isEqualTo(field));
    }
}
