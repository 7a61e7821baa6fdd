package io.cartledger.cart;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.cartledger.cart.CartCommand.AbandonCart;
import io.cartledger.cart.CartCommand.AddItem;
import io.cartledger.cart.CartCommand.ChangeCart;
import io.cartledger.cart.CartCommand.ChangeQuantity;
import io.cartledger.cart.CartCommand.CheckOut;
import io.cartledger.cart.CartCommand.ClaimCart;
import io.cartledger.cart.CartCommand.ClearCart;
import io.cartledger.cart.CartCommand.CorrectLine;
import io.cartledger.cart.CartCommand.MergeCart;
import io.cartledger.cart.CartCommand.OpenCart;
import io.cartledger.cart.CartCommand.RemoveItem;
import io.cartledger.cart.CartCommand.RestoreCart;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Commands that cannot exist wrongly. */
class CartCommandTest {

    private static final CartId ID = new CartId("c-1");
    private static final ItemId BOOT = new ItemId("DRN-7X");
    private static final Reason WHY = new Reason("Added twice");

    @Test
    void aQuantityMayBeChangedToZeroAndUpToTheMostThatALineCanHold() {
        assertThat(new ChangeQuantity(ID, BOOT, 0).units()).isZero();
        assertThat(new ChangeQuantity(ID, BOOT, Quantity.MAX).units()).isEqualTo(Quantity.MAX);
        assertThatThrownBy(() -> new ChangeQuantity(ID, BOOT, -1)).hasMessage("quantity must be 0 to 1000000, was -1");
        assertThatThrownBy(() -> new ChangeQuantity(ID, BOOT, Quantity.MAX + 1))
                .isInstanceOf(InvalidValueException.class);
    }

    @Test
    void aLineMayBeCorrectedToZeroAndUpToTheMostThatALineCanHold() {
        assertThat(correction(0).units()).isZero();
        assertThat(correction(Quantity.MAX).units()).isEqualTo(Quantity.MAX);
        assertThatThrownBy(() -> correction(-1)).hasMessage("quantity must be 0 to 1000000, was -1");
        assertThatThrownBy(() -> correction(Quantity.MAX + 1)).isInstanceOf(InvalidValueException.class);
    }

    private static CorrectLine correction(int units) {
        return new CorrectLine(ID, BOOT, units, WHY, new Ticket("T-1"));
    }

    @Test
    void theFirstVersionOfACartIsZero() {
        assertThat(new RestoreCart(ID, 0, WHY).version()).isZero();
        assertThatThrownBy(() -> new RestoreCart(ID, -1, WHY)).hasMessage("version must be 0 or more, was -1");
    }

    @Test
    void aCartIsNotMergedWithItself() {
        assertThatThrownBy(() -> new MergeCart(ID, ID, MergePolicy.SUM))
                .isInstanceOfSatisfying(
                        InvalidValueException.class, e -> assertThat(e.field()).isEqualTo("from"));
    }

    @Test
    void severalChangesAreOneToAHundred() {
        List<CartCommand> most = Collections.nCopies(100, new ClearCart(ID));

        assertThat(new ChangeCart(ID, most).changes()).hasSize(100);
        assertThat(new ChangeCart(ID, most.subList(0, 1)).changes()).hasSize(1);
        assertThatThrownBy(() -> new ChangeCart(ID, List.of())).hasMessage("commands must be 1 to 100, was 0");
        assertThatThrownBy(() -> new ChangeCart(ID, Collections.nCopies(101, new ClearCart(ID))))
                .hasMessage("commands must be 1 to 100, was 101");
    }

    static Stream<CartCommand> changesOfOneCart() {
        return Stream.of(
                new AddItem(ID, new Item(new Sku("DRN-7X")), new Quantity(1)),
                new ChangeQuantity(ID, BOOT, 1),
                new RemoveItem(ID, BOOT),
                new ClearCart(ID),
                new CheckOut(ID, new OrderReference("O-1")));
    }

    @ParameterizedTest
    @MethodSource("changesOfOneCart")
    void aChangeOfTheCartMayBeOneOfSeveral(CartCommand change) {
        assertThat(new ChangeCart(ID, List.of(change)).changes()).containsExactly(change);
    }

    @ParameterizedTest
    @MethodSource("changesOfOneCart")
    void aChangeOfAnotherCartIsNotOneOfSeveral(CartCommand change) {
        assertThatThrownBy(() -> new ChangeCart(new CartId("c-2"), List.of(change)))
                .isInstanceOf(InvalidValueException.class);
    }

    static Stream<CartCommand> otherCommands() {
        return Stream.of(
                new OpenCart(ID, null),
                new ClaimCart(ID, new CustomerId("4421"), MergePolicy.SUM),
                new MergeCart(ID, new CartId("c-2"), MergePolicy.SUM),
                new AbandonCart(ID, 0),
                correction(1),
                new RestoreCart(ID, 0, WHY),
                new ChangeCart(ID, List.of(new ClearCart(ID))));
    }

    @ParameterizedTest
    @MethodSource("otherCommands")
    void noOtherCommandIsOneOfSeveral(CartCommand command) {
        assertThatThrownBy(() -> new ChangeCart(ID, List.of(command)))
                .hasMessageContaining("must be changes of this cart alone, was \""
                        + command.getClass().getSimpleName());
    }

    @Test
    void ofSeveralChangesTheLastThatBringsASkuIsKnown() {
        var id = new CartId("c-1");
        var boot = new Sku("DRN-7X");
        var engraved = new Item(boot, Map.of("engraving", "Mia"));
        var several = new ChangeCart(
                id,
                List.of(
                        new AddItem(id, new Item(boot), new Quantity(1)),
                        new ChangeQuantity(id, engraved.itemId(), 3),
                        new AddItem(id, new Item(new Sku("SOCK")), new Quantity(1)),
                        new RemoveItem(id, new ItemId("DRN-7X"))));

        assertThat(several.lastThatBrings(boot)).isEqualTo(1);
        assertThat(several.lastThatBrings(new Sku("SOCK"))).isEqualTo(2);
        assertThat(several.lastThatBrings(new Sku("CAP"))).isEqualTo(3);
    }

    @Test
    void thePoliciesOfAMergeDifferInWhatBothHave() {
        assertThat(MergePolicy.SUM.units(2, 3)).isEqualTo(5);
        assertThat(MergePolicy.MAX.units(2, 3)).isEqualTo(3);
        assertThat(MergePolicy.MAX.units(3, 2)).isEqualTo(3);
        assertThat(MergePolicy.KEEP_TARGET.units(2, 3)).isEqualTo(2);
    }
}
