package io.cartledger.cart;

import static org.assertj.core.api.Assertions.assertThat;

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
import org.junit.jupiter.params.provider.ValueSource;

/**
 * The golden file has what this revision of the fold makes of some histories, one a line. Where it is not that any more,
 * the revision has to be raised, and the new one gets a file of its own.
 */
class CartStatesTest {

    private static final Item ENGRAVED = new Item(new Sku("DRN-7X"), Map.of("engraving", "Für \"Mia\"", "size", "42"));
    private static final Item BOOT = new Item(new Sku("DRN-7X"));
    private static final Item SOCK = new Item(new Sku("SOCK"));

    /** Together they have every event there is. */
    private static List<List<CartEvent>> histories() {
        return List.of(
                List.of(
                        CartOpened.by(new GuestId("g-1")),
                        new ItemAdded(SOCK, new Quantity(2), new Quantity(2)),
                        new ItemAdded(ENGRAVED, new Quantity(2), new Quantity(2)),
                        new QuantityChanged(ENGRAVED.itemId(), new Quantity(5)),
                        new LinesAbsorbed(
                                new CartId("c-0"), MergePolicy.SUM, List.of(new LineAfter(BOOT, new Quantity(1)))),
                        new LineCorrected(SOCK.itemId(), 1, new Reason("Added twice"), new Ticket("T-1")),
                        new CartAbandoned(),
                        new ItemAdded(BOOT, new Quantity(1), new Quantity(2)),
                        new ItemRemoved(SOCK.itemId())),
                List.of(
                        CartOpened.by(null),
                        new ItemAdded(BOOT, new Quantity(1), new Quantity(1)),
                        new CartClaimed(new CustomerId("4421")),
                        new CartCleared(),
                        new CartRestored(1, List.of(new LineAfter(BOOT, new Quantity(1))), new Reason("By mistake")),
                        new CartCheckedOut(new OrderReference("O-2026-117"))),
                List.of(
                        CartOpened.by(new CustomerId("4421")),
                        new ItemAdded(BOOT, new Quantity(1), new Quantity(1)),
                        new CartMerged(new CartId("c-2"))),
                List.of(CartOpened.by(null)));
    }

    private static Stream<CartState> states() {
        return histories().stream().map(CartState::of);
    }

    @Test
    void thisRevisionGivesAndKeepsWhatItsGoldenFileSays() {
        assertThat(states().map(CartStates.CODEC::write).toList()).isEqualTo(golden());
    }

    @Test
    void whatIsInTheGoldenFileIsRead() {
        assertThat(golden().stream().map(json -> CartStates.CODEC.read(json).orElseThrow()))
                .containsExactlyElementsOf(states().toList());
    }

    @Test
    void theGoldenFileRestsOnEveryEvent() {
        Set<Class<?>> used = histories().stream()
                .flatMap(List::stream)
                .map(CartEvent::getClass)
                .collect(Collectors.toSet());

        assertThat(used).containsExactlyInAnyOrder(CartEvent.class.getPermittedSubclasses());
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "null",
                "[]",
                "{}",
                "{\"status\":\"OPEN\",\"lines\":[]}",
                "{\"version\":1,\"lines\":[]}",
                "{\"version\":1,\"status\":\"OPEN\"}",
                "{\"version\":1,\"status\":\"GILDED\",\"lines\":[]}",
                "{\"version\":1,\"status\":\"OPEN\",\"lines\":[],\"more\":1}",
                "{\"version\":1,\"status\":\"OPEN\",\"lines\":[null]}",
                "{\"version\":1,\"status\":\"OPEN\",\"lines\":[{\"quantity\":1,\"since\":1}]}",
                "{\"version\":1,\"status\":\"OPEN\",\"lines\":[{\"item\":{\"sku\":\"A\"},\"since\":1}]}",
                "{\"version\":1,\"status\":\"OPEN\",\"lines\":[{\"item\":{\"sku\":\"A\"},\"quantity\":1}]}",
                "{\"version\":1,\"status\":\"OPEN\",\"lines\":[{\"item\":{\"sku\":\"A\"},\"quantity\":0,\"since\":1}]}"
            })
    void whatIsNotAsThisRevisionWritesItIsNotRead(String json) {
        assertThat(CartStates.CODEC.read(json)).isEmpty();
    }

    private static List<String> golden() {
        String file = "/states/Cart." + CartState.FOLD_REVISION + ".jsonl";
        try (InputStream stream = CartStatesTest.class.getResourceAsStream(file)) {
            return new String(Objects.requireNonNull(stream, file).readAllBytes(), StandardCharsets.UTF_8)
                    .lines()
                    .toList();
        } catch (IOException e) {
            throw new IllegalStateException(e);
        }
    }
}
