package io.cartledger.cart;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.cartledger.cart.CartEvent.CartAbandoned;
import io.cartledger.cart.CartEvent.CartCheckedOut;
import io.cartledger.cart.CartEvent.CartClaimed;
import io.cartledger.cart.CartEvent.CartCleared;
import io.cartledger.cart.CartEvent.CartMerged;
import io.cartledger.cart.CartEvent.CartOpened;
import io.cartledger.cart.CartEvent.CartRestored;
import io.cartledger.cart.CartEvent.ItemAdded;
import io.cartledger.cart.CartEvent.ItemRemoved;
import io.cartledger.cart.CartEvent.LineAfter;
import io.cartledger.cart.CartEvent.LineCorrected;
import io.cartledger.cart.CartEvent.LinesAbsorbed;
import io.cartledger.cart.CartEvent.QuantityChanged;
import io.cartledger.ledger.EventCodec.Written;
import io.cartledger.ledger.UnknownEventException;
import io.cartledger.ledger.UnreadableEventException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The golden files say what ledgers out there hold. They are added to, and never changed. */
class CartEventsTest {

    private static final Item ENGRAVED = new Item(new Sku("DRN-7X"), Map.of("engraving", "Für \"Mia\"", "size", "42"));
    private static final Item PLAIN = new Item(new Sku("DRN-7X"));

    private record Golden(String type, int revision, CartEvent event) {
        String file() {
            return type + "." + revision + ".json";
        }

        String json() {
            try (InputStream stream = CartEventsTest.class.getResourceAsStream("/events/" + file())) {
                return new String(Objects.requireNonNull(stream, file()).readAllBytes(), StandardCharsets.UTF_8)
                        .strip();
            } catch (IOException e) {
                throw new IllegalStateException(e);
            }
        }
    }

    static Stream<Golden> current() {
        return Stream.of(
                new Golden("CartOpened", 2, CartOpened.by(new GuestId("g-1"))),
                new Golden("ItemAdded", 2, new ItemAdded(ENGRAVED, new Quantity(2), new Quantity(3))),
                new Golden("QuantityChanged", 1, new QuantityChanged(ENGRAVED.itemId(), new Quantity(5))),
                new Golden("ItemRemoved", 1, new ItemRemoved(PLAIN.itemId())),
                new Golden("CartCleared", 1, new CartCleared()),
                new Golden("CartClaimed", 1, new CartClaimed(new CustomerId("4421"))),
                new Golden("LinesAbsorbed", 1, absorbed()),
                new Golden("CartMerged", 1, new CartMerged(new CartId("c-2"))),
                new Golden("CartCheckedOut", 1, new CartCheckedOut(new OrderReference("O-2026-117"))),
                new Golden("CartAbandoned", 1, new CartAbandoned()),
                new Golden("LineCorrected", 1, corrected()),
                new Golden("CartRestored", 1, restored()));
    }

    private static LinesAbsorbed absorbed() {
        return new LinesAbsorbed(
                new CartId("c-1"), MergePolicy.KEEP_TARGET, List.of(new LineAfter(ENGRAVED, new Quantity(2))));
    }

    private static LineCorrected corrected() {
        return new LineCorrected(PLAIN.itemId(), 0, new Reason("Added twice, says Zoë"), new Ticket("T-4711"));
    }

    private static CartRestored restored() {
        return new CartRestored(
                17, List.of(new LineAfter(ENGRAVED, new Quantity(2))), new Reason("Cleared by mistake"));
    }

    static Stream<Golden> old() {
        return Stream.of(
                new Golden("CartOpened", 1, CartOpened.by(new CustomerId("4421"))),
                new Golden("ItemAdded", 1, new ItemAdded(PLAIN, new Quantity(2), new Quantity(3))));
    }

    @ParameterizedTest
    @MethodSource("current")
    void anEventIsWrittenAsItsGoldenFileSays(Golden golden) {
        assertThat(CartEvents.CODEC.write(golden.event()))
                .isEqualTo(new Written(golden.type(), golden.revision(), golden.json()));
    }

    @ParameterizedTest
    @MethodSource({"current", "old"})
    void everyRevisionThatWasEverWrittenIsRead(Golden golden) {
        assertThat(CartEvents.CODEC.read(new Written(golden.type(), golden.revision(), golden.json())))
                .isEqualTo(golden.event());
    }

    @ParameterizedTest
    @MethodSource({"current", "old"})
    void everyRevisionIsLiftedToTheNewest(Golden golden) {
        Written lifted = CartEvents.CODEC.lifted(new Written(golden.type(), golden.revision(), golden.json()));

        assertThat(lifted).isEqualTo(CartEvents.CODEC.write(golden.event()));
    }

    @ParameterizedTest
    @CsvSource({"CartGilded, 1", "ItemAdded, 3", "QuantityChanged, 1"})
    void whatIsNewOrNewerThanThisSoftwareIsLeftAsItIs(String type, int revision) {
        var written = new Written(type, revision, "{ }");

        assertThat(CartEvents.CODEC.lifted(written)).isSameAs(written);
    }

    @Test
    void theNamesOfAllTypesAreKnown() {
        assertThat(CartEvents.CODEC.types())
                .containsExactlyInAnyOrderElementsOf(current().map(Golden::type).toList());
    }

    @Test
    void everyTypeOfEventHasAGoldenFile() {
        Set<Class<?>> golden = current().map(file -> file.event().getClass()).collect(Collectors.toSet());

        assertThat(golden).containsExactlyInAnyOrder(CartEvent.class.getPermittedSubclasses());
    }

    @Test
    void aCartWithoutAnOwnerIsWrittenWithoutNull() {
        assertThat(CartEvents.CODEC.write(CartOpened.by(null)).json()).isEqualTo("{}");
    }

    @Test
    void whatNewerSoftwareWroteIsUnknown() {
        assertThatThrownBy(() -> CartEvents.CODEC.read(new Written("CartGilded", 1, "{}")))
                .isInstanceOf(UnknownEventException.class)
                .hasMessageContaining("CartGilded revision 1");
        assertThatThrownBy(() -> CartEvents.CODEC.read(new Written("ItemAdded", 3, "{}")))
                .isInstanceOf(UnknownEventException.class);
    }

    @ParameterizedTest
    @MethodSource("broken")
    void whatIsNotAsItsRevisionSaysIsUnreadable(String json) {
        assertThatThrownBy(() -> CartEvents.CODEC.read(new Written("QuantityChanged", 1, json)))
                .isInstanceOf(UnreadableEventException.class);
    }

    /** Without its quantity it would be read as a removal. */
    @ParameterizedTest
    @ValueSource(strings = {"itemId", "lineQuantity", "ticket"})
    void aCorrectionThatLacksAFieldIsUnreadable(String field) {
        String json = new Golden("LineCorrected", 1, corrected()).json();

        String lacking =
                json.replaceFirst("\"" + field + "\":(\"[^\"]*\"|\\d+),?", "").replace(",}", "}");

        assertThatThrownBy(() -> CartEvents.CODEC.read(new Written("LineCorrected", 1, lacking)))
                .isInstanceOf(UnreadableEventException.class);
    }

    @ParameterizedTest
    @ValueSource(strings = {"{\"version\":17,\"reason\":\"R\"}", "{\"lines\":[],\"reason\":\"R\"}"})
    void aRestorationThatLacksAFieldIsUnreadable(String json) {
        assertThatThrownBy(() -> CartEvents.CODEC.read(new Written("CartRestored", 1, json)))
                .isInstanceOf(UnreadableEventException.class);
    }

    static Stream<String> broken() {
        return Stream.of(
                "",
                "[]",
                "{}",
                "{\"itemId\":\"DRN-7X\"}",
                "{\"itemId\":\"DRN-7X\",\"lineQuantity\":0}",
                "{\"itemId\":\"DRN-7X\",\"lineQuantity\":1,\"more\":1}");
    }
}
