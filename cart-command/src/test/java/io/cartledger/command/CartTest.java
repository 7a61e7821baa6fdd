package io.cartledger.command;

import io.cartledger.cart.CartCommand;
import io.cartledger.cart.CartCommand.AddItem;
import io.cartledger.cart.CartCommand.ChangeQuantity;
import io.cartledger.cart.CartCommand.ClearCart;
import io.cartledger.cart.CartCommand.OpenCart;
import io.cartledger.cart.CartCommand.RemoveItem;
import io.cartledger.cart.CartEvent;
import io.cartledger.cart.CartEvent.CartCleared;
import io.cartledger.cart.CartEvent.CartOpened;
import io.cartledger.cart.CartEvent.ItemAdded;
import io.cartledger.cart.CartEvent.ItemRemoved;
import io.cartledger.cart.CartEvent.QuantityChanged;
import io.cartledger.cart.CartId;
import io.cartledger.cart.CartLimits;
import io.cartledger.cart.CartState;
import io.cartledger.cart.CartStatus;
import io.cartledger.cart.CustomerId;
import io.cartledger.cart.Item;
import io.cartledger.cart.Line;
import io.cartledger.cart.Outcome.Changed;
import io.cartledger.cart.Outcome.Effect;
import io.cartledger.cart.Outcome.Refused;
import io.cartledger.cart.Outcome.Unchanged;
import io.cartledger.cart.Quantity;
import io.cartledger.cart.Refusal;
import io.cartledger.cart.Refusal.CartExists;
import io.cartledger.cart.Refusal.CartNotFound;
import io.cartledger.cart.Refusal.LineNotFound;
import io.cartledger.cart.Refusal.LineQuantityExceeded;
import io.cartledger.cart.Refusal.TooLong;
import io.cartledger.cart.Refusal.TooManyLines;
import io.cartledger.cart.Sku;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Every rule of a cart, through Axon. */
class CartTest {

    private static final CartId ID = new CartId("c-1");
    private static final Item BOOT = new Item(new Sku("DRN-7X"));
    private static final Item ENGRAVED = new Item(new Sku("DRN-7X"), Map.of("engraving", "Mia"));
    private static final CartOpened OPENED = CartOpened.by(null);
    private static final CartLimits LIMITS = new CartLimits(10, 2, 8, 8);

    private final CartFixture cart = new CartFixture(ID, LIMITS);

    @Test
    void openingMakesAnEmptyCartOfItsCustomer() {
        var opened = CartOpened.by(new CustomerId("4421"));

        cart.given().when(new OpenCart(ID, opened.owner())).expect(changed(opened), opened);
    }

    @Test
    void openingWhatIsOpenIsRefused() {
        cart.given(OPENED).when(new OpenCart(ID, null)).expect(new Refused<>(new CartExists(ID)));
    }

    @Test
    void theFirstAddOpensTheCart() {
        var added = added(BOOT, 2, 2);

        cart.given().when(add(BOOT, 2)).expect(changed(OPENED, added), OPENED, added);
    }

    @Test
    void theSameItemAddsUpOnItsLine() {
        cart.given(OPENED, added(BOOT, 2, 2))
                .when(add(BOOT, 1))
                .expect(changed(OPENED, added(BOOT, 2, 2), added(BOOT, 1, 3)), added(BOOT, 1, 3));
    }

    @Test
    void aSnapshotStandsForTheEventsUpToIt() {
        var lines = new LinkedHashMap<>(Map.of(BOOT.itemId(), new Line(BOOT, new Quantity(2), 0)));
        var snapshot = new CartState(0, CartStatus.OPEN, null, null, null, lines);

        cart.givenSnapshot(snapshot)
                .when(add(BOOT, 1))
                .expect(
                        new Changed<>(snapshot.apply(1, added(BOOT, 1, 3)), List.of(Effect.CHANGED)),
                        added(BOOT, 1, 3));
    }

    @Test
    void otherOptionsAreAnotherLine() {
        cart.given(OPENED, added(BOOT, 2, 2))
                .when(add(ENGRAVED, 1))
                .expect(changed(OPENED, added(BOOT, 2, 2), added(ENGRAVED, 1, 1)), added(ENGRAVED, 1, 1));
    }

    @Test
    void aLineMayBeFilledToItsLimitAndNotBeyond() {
        cart.given(OPENED, added(BOOT, 9, 9))
                .when(add(BOOT, 1))
                .expect(changed(OPENED, added(BOOT, 9, 9), added(BOOT, 1, 10)), added(BOOT, 1, 10));
        new CartFixture(ID, LIMITS)
                .given(OPENED, added(BOOT, 9, 9))
                .when(add(BOOT, 2))
                .expect(new Refused<>(new LineQuantityExceeded(BOOT.itemId(), 9, 11, 10)));
    }

    @Test
    void aCartMayBeFilledToItsLinesAndNotBeyond() {
        var third = new Item(new Sku("SOCK"));

        cart.given(OPENED, added(BOOT, 1, 1), added(ENGRAVED, 1, 1))
                .when(add(third, 1))
                .expect(new Refused<>(new TooManyLines(2)));
    }

    @Test
    void aFullCartStillTakesMoreOfWhatItHas() {
        cart.given(OPENED, added(BOOT, 1, 1), added(ENGRAVED, 1, 1))
                .when(add(BOOT, 1))
                .expect(
                        changed(OPENED, added(BOOT, 1, 1), added(ENGRAVED, 1, 1), added(BOOT, 1, 2)),
                        added(BOOT, 1, 2));
    }

    @ParameterizedTest
    @MethodSource("firstCommandsThatAreRefused")
    void aFirstCommandThatIsRefusedMakesNoCart(CartCommand command, Refusal refusal) {
        new CartFixture(command.cartId(), LIMITS).given().when(command).expect(new Refused<>(refusal));
    }

    static Stream<Object[]> firstCommandsThatAreRefused() {
        var longId = new CartId("c-1234567");
        var longSku = new Item(new Sku("SKU-45678"));
        return Stream.of(
                new Object[] {add(BOOT, 11), new LineQuantityExceeded(BOOT.itemId(), 0, 11, 10)},
                new Object[] {new AddItem(longId, BOOT, new Quantity(1)), new TooLong("cartId", 9, 8)},
                new Object[] {new OpenCart(longId, null), new TooLong("cartId", 9, 8)},
                new Object[] {add(longSku, 1), new TooLong("sku", 9, 8)},
                new Object[] {new ChangeQuantity(ID, BOOT.itemId(), 1), new CartNotFound(ID)},
                new Object[] {new RemoveItem(ID, BOOT.itemId()), new CartNotFound(ID)},
                new Object[] {new ClearCart(ID), new CartNotFound(ID)});
    }

    @Test
    void aQuantityIsSetWhateverItWas() {
        var changed = new QuantityChanged(BOOT.itemId(), new Quantity(7));

        cart.given(OPENED, added(BOOT, 2, 2))
                .when(new ChangeQuantity(ID, BOOT.itemId(), 7))
                .expect(changed(OPENED, added(BOOT, 2, 2), changed), changed);
    }

    @Test
    void aQuantityOfZeroRemovesTheLine() {
        var removed = new ItemRemoved(BOOT.itemId());

        cart.given(OPENED, added(BOOT, 2, 2))
                .when(new ChangeQuantity(ID, BOOT.itemId(), 0))
                .expect(changed(OPENED, added(BOOT, 2, 2), removed), removed);
    }

    @Test
    void theQuantityThatItHasChangesNothing() {
        cart.given(OPENED, added(BOOT, 2, 2))
                .when(new ChangeQuantity(ID, BOOT.itemId(), 2))
                .expect(unchanged(OPENED, added(BOOT, 2, 2)));
    }

    @Test
    void aQuantityBeyondTheLimitIsRefused() {
        cart.given(OPENED, added(BOOT, 2, 2))
                .when(new ChangeQuantity(ID, BOOT.itemId(), 11))
                .expect(new Refused<>(new LineQuantityExceeded(BOOT.itemId(), 2, 11, 10)));
    }

    @Test
    void aLineThatIsNotThereHasNoQuantity() {
        cart.given(OPENED)
                .when(new ChangeQuantity(ID, BOOT.itemId(), 1))
                .expect(new Refused<>(new LineNotFound(ID, BOOT.itemId())));
    }

    @Test
    void noUnitsOfALineThatIsNotThereChangeNothing() {
        cart.given(OPENED).when(new ChangeQuantity(ID, BOOT.itemId(), 0)).expect(unchanged(OPENED));
    }

    @Test
    void removingTakesTheLineOut() {
        var removed = new ItemRemoved(BOOT.itemId());

        cart.given(OPENED, added(BOOT, 2, 2))
                .when(new RemoveItem(ID, BOOT.itemId()))
                .expect(changed(OPENED, added(BOOT, 2, 2), removed), removed);
    }

    @Test
    void removingWhatIsNotThereChangesNothing() {
        cart.given(OPENED).when(new RemoveItem(ID, BOOT.itemId())).expect(unchanged(OPENED));
    }

    @Test
    void clearingTakesAllLinesOut() {
        cart.given(OPENED, added(BOOT, 1, 1), added(ENGRAVED, 1, 1))
                .when(new ClearCart(ID))
                .expect(
                        changed(OPENED, added(BOOT, 1, 1), added(ENGRAVED, 1, 1), new CartCleared()),
                        new CartCleared());
    }

    @Test
    void clearingAnEmptyCartChangesNothing() {
        cart.given(OPENED).when(new ClearCart(ID)).expect(unchanged(OPENED));
    }

    @Test
    void limitsThatWereLoweredDoNotTouchWhatIsThere() {
        cart.given(OPENED, added(BOOT, 999, 999))
                .when(new RemoveItem(ID, ENGRAVED.itemId()))
                .expect(unchanged(OPENED, added(BOOT, 999, 999)));
    }

    private static AddItem add(Item item, int units) {
        return new AddItem(ID, item, new Quantity(units));
    }

    private static ItemAdded added(Item item, int units, int lineUnits) {
        return new ItemAdded(item, new Quantity(units), new Quantity(lineUnits));
    }

    private static Changed<CartState> changed(CartEvent... history) {
        return new Changed<>(CartState.of(List.of(history)), List.of(Effect.CHANGED));
    }

    private static Unchanged<CartState> unchanged(CartEvent... history) {
        return new Unchanged<>(CartState.of(List.of(history)), List.of(Effect.UNCHANGED));
    }
}
