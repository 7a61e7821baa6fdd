package io.cartledger.cart;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ItemTest {

    private static final Sku BOOT = new Sku("DRN-7X");

    @Test
    void absentAndEmptyOptionsAreTheSameItemAndItsIdIsTheSku() {
        assertThat(new Item(BOOT, null)).isEqualTo(new Item(BOOT, Map.of())).isEqualTo(new Item(BOOT));
        assertThat(new Item(BOOT).itemId()).isEqualTo(new ItemId("DRN-7X"));
    }

    @Test
    void anItemIdTellsItsSku() {
        assertThat(new ItemId("DRN-7X").sku()).isEqualTo(BOOT);
        assertThat(new Item(BOOT, Map.of("size", "42")).itemId().sku()).isEqualTo(BOOT);
    }

    @Test
    void theOrderOfOptionsDoesNotMatter() {
        var oneWay = new LinkedHashMap<String, String>();
        oneWay.put("size", "42");
        oneWay.put("engraving", "Mia");
        var theOther = new LinkedHashMap<String, String>();
        theOther.put("engraving", "Mia");
        theOther.put("size", "42");

        assertThat(new Item(BOOT, oneWay).itemId()).isEqualTo(new Item(BOOT, theOther).itemId());
    }

    /** Recomputed outside of Java: sha256 of {"engraving":"Mia"}, first 130 bits in base32hex. The ledger depends on it. */
    @Test
    void theIdOfAnItemWithOptionsNeverChanges() {
        assertThat(new Item(BOOT, Map.of("engraving", "Mia")).itemId().value())
                .isEqualTo("DRN-7X~9khliqkrr1joi74jmi6rmihh7r");
    }

    @Test
    void optionsThatDifferInAnythingAreAnotherItem() {
        assertThat(new Item(BOOT, Map.of("a", "b")).itemId())
                .isNotEqualTo(new Item(BOOT, Map.of("a", "c")).itemId())
                .isNotEqualTo(new Item(BOOT, Map.of("b", "a")).itemId());
    }

    @ParameterizedTest
    @ValueSource(strings = {"\u0000", "line\nbreak", "\ud800", "\u0085"})
    void anOptionThatIsNoPlainTextIsRefused(String value) {
        assertThatThrownBy(() -> new Item(BOOT, Map.of("engraving", value)))
                .isInstanceOfSatisfying(
                        InvalidValueException.class, e -> assertThat(e.field()).isEqualTo("options.engraving"));
    }

    @Test
    void anOptionMayBeAnyPlainText() {
        assertThat(new Item(BOOT, Map.of("engraving", "Für Oma 🎉 'x\" --")).options())
                .hasSize(1);
    }

    @Test
    void thereAreBoundsOnOptions() {
        Map<String, String> tooMany =
                IntStream.rangeClosed(0, Item.MAX_OPTIONS).boxed().collect(Collectors.toMap(i -> "o" + i, i -> "x"));

        assertThatThrownBy(() -> new Item(BOOT, tooMany)).isInstanceOf(InvalidValueException.class);
        assertThatThrownBy(() -> new Item(BOOT, Map.of("a", "x".repeat(Item.MAX_OPTION_LENGTH + 1))))
                .isInstanceOf(InvalidValueException.class);
        assertThatThrownBy(() -> new Item(BOOT, Map.of("a b", "x"))).isInstanceOf(InvalidValueException.class);
        assertThat(new Item(BOOT, Map.of("a", "x".repeat(Item.MAX_OPTION_LENGTH))).options())
                .hasSize(1);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", ".", "..", "DRN 7X", "DRN-7X' OR 1=1--", "\u0000", "a\n", "é", "a~b"})
    void aSkuHasPlainCharactersAndCanStandInAUrl(String sku) {
        assertThatThrownBy(() -> new Sku(sku)).isInstanceOf(InvalidValueException.class);
    }

    @Test
    void valuesHaveBounds() {
        assertThat(new Sku("x".repeat(Sku.MAX_LENGTH)).value()).hasSize(64);
        assertThatThrownBy(() -> new Sku("x".repeat(Sku.MAX_LENGTH + 1))).isInstanceOf(InvalidValueException.class);
        assertThatThrownBy(() -> new CartId("x".repeat(CartId.MAX_LENGTH + 1)))
                .isInstanceOf(InvalidValueException.class);
        assertThatThrownBy(() -> new CartId("as-of")).isInstanceOf(InvalidValueException.class);
        assertThatThrownBy(() -> new Quantity(0)).isInstanceOf(InvalidValueException.class);
        assertThatThrownBy(() -> new Quantity(Quantity.MAX + 1)).isInstanceOf(InvalidValueException.class);
        assertThatThrownBy(() -> new ItemId("DRN-7X~short")).isInstanceOf(InvalidValueException.class);
        assertThatThrownBy(() -> new ItemId("..~" + "0".repeat(26))).isInstanceOf(InvalidValueException.class);
        assertThatThrownBy(() -> new CartLimits(0, 500, 64, 64)).isInstanceOf(InvalidValueException.class);
        assertThat(new CartLimits(1_000_000, 2_147, 64, 64).linesPerCart()).isEqualTo(2_147);
        assertThatThrownBy(() -> new CartLimits(1_000_000, 2_148, 64, 64))
                .hasMessageStartingWith("cart.limits must allow at most 2147483647 units in one cart");
    }

    @Test
    void aMessageShowsTheValueBoundedAndEscaped() {
        assertThatThrownBy(() -> new Sku("a\r\nforged log line \u202e" + "x".repeat(100)))
                .hasMessageContaining("\\u000d\\u000aforged log line \\u202e")
                .hasMessageContaining("… (120 characters)")
                .hasMessageNotContaining("\n");
    }
}
