package io.cartledger.command;

import static io.cartledger.command.Samples.BOOT;
import static io.cartledger.command.Samples.CUSTOMER;
import static io.cartledger.command.Samples.CUSTOMERS;
import static io.cartledger.command.Samples.ENGRAVED;
import static io.cartledger.command.Samples.GUESTS;
import static io.cartledger.command.Samples.ID;
import static io.cartledger.command.Samples.LIMITS;
import static io.cartledger.command.Samples.NOBODYS;
import static io.cartledger.command.Samples.ORDER;
import static io.cartledger.command.Samples.OTHER;
import static io.cartledger.command.Samples.OTHER_CUSTOMER;
import static io.cartledger.command.Samples.SOCK;
import static io.cartledger.command.Samples.added;
import static io.cartledger.command.Samples.customer;
import static io.cartledger.command.Samples.formerGuest;
import static io.cartledger.command.Samples.guest;
import static io.cartledger.command.Samples.ifMatch;
import static io.cartledger.command.Samples.state;
import static org.assertj.core.api.Assertions.assertThat;

import io.cartledger.cart.Caller;
import io.cartledger.cart.CartEvent.CartAbandoned;
import io.cartledger.cart.CartEvent.CartCheckedOut;
import io.cartledger.cart.CartEvent.CartMerged;
import io.cartledger.cart.CartEvent.CartOpened;
import io.cartledger.cart.CartEvent.LineAfter;
import io.cartledger.cart.CartEvent.LinesAbsorbed;
import io.cartledger.cart.CartId;
import io.cartledger.cart.CartState;
import io.cartledger.cart.CustomerId;
import io.cartledger.cart.Item;
import io.cartledger.cart.MergePolicy;
import io.cartledger.cart.Quantity;
import io.cartledger.cart.Refusal;
import io.cartledger.cart.Refusal.CartClosed;
import io.cartledger.cart.Refusal.CartIsAbandoned;
import io.cartledger.cart.Refusal.CartNotFound;
import io.cartledger.cart.Refusal.LineQuantityExceeded;
import io.cartledger.cart.Refusal.OtherCustomersCart;
import io.cartledger.cart.Refusal.PreconditionFailed;
import io.cartledger.cart.Refusal.SourceRefused;
import io.cartledger.cart.Refusal.TooManyLines;
import io.cartledger.cart.Sku;
import io.cartledger.command.MergeDecisions.MergeDecision;
import io.cartledger.http.Preconditions;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Every rule of two carts that become one: {@code c-2} goes into {@code c-1}. */
class MergeDecisionsTest {

    private static final Caller BACK_END = CartFixture.BACK_END;
    private static final CartState TARGET = state(CUSTOMERS, added(BOOT, 2, 2));
    private static final CartState SOURCE = state(GUESTS, added(BOOT, 3, 3));

    @ParameterizedTest
    @CsvSource({"SUM, 2, 3, 5", "MAX, 2, 3, 3", "KEEP_TARGET, 3, 2, 3", "MAX, 3, 2, 3", "SUM, 5, 5, 10"})
    void quantitiesMeetByThePolicy(MergePolicy policy, int target, int source, int after) {
        MergeDecision decision = decide(
                state(CUSTOMERS, added(BOOT, target, target)),
                state(CUSTOMERS, added(BOOT, source, source)),
                merge(policy, BACK_END));

        List<LineAfter> lines = after == target ? List.of() : List.of(new LineAfter(BOOT, new Quantity(after)));
        assertThat(decision).isEqualTo(merged(policy, lines));
    }

    @ParameterizedTest
    @CsvSource({"SUM", "MAX", "KEEP_TARGET"})
    void aLineThatOnlyTheSourceHasComesOverWhateverThePolicy(MergePolicy policy) {
        MergeDecision decision = decide(TARGET, state(CUSTOMERS, added(SOCK, 4, 4)), merge(policy, customer(CUSTOMER)));

        assertThat(decision).isEqualTo(merged(policy, List.of(new LineAfter(SOCK, new Quantity(4)))));
    }

    @Test
    void otherOptionsAreAnotherLine() {
        MergeDecision decision =
                decide(TARGET, state(CUSTOMERS, added(ENGRAVED, 4, 4)), merge(MergePolicy.SUM, BACK_END));

        assertThat(decision).isEqualTo(merged(MergePolicy.SUM, List.of(new LineAfter(ENGRAVED, new Quantity(4)))));
    }

    @Test
    void anEmptyCartIsMergedToo() {
        assertThat(decide(TARGET, state(CUSTOMERS), merge(MergePolicy.SUM, BACK_END)))
                .isEqualTo(merged(MergePolicy.SUM, List.of()));
    }

    @Test
    void nobodysAndAGuestsCartGoIntoACustomers() {
        var lines = List.of(new LineAfter(BOOT, new Quantity(5)));

        assertThat(decide(TARGET, SOURCE, merge(MergePolicy.SUM, BACK_END))).isEqualTo(merged(MergePolicy.SUM, lines));
        assertThat(decide(TARGET, state(NOBODYS, added(BOOT, 3, 3)), merge(MergePolicy.SUM, BACK_END)))
                .isEqualTo(merged(MergePolicy.SUM, lines));
    }

    @Test
    void aCustomersCartGoesIntoNoGuestsAndNoOtherCustomers() {
        assertSourceRefused(decide(SOURCE, TARGET, merge(MergePolicy.SUM, BACK_END)), new OtherCustomersCart(OTHER));
        assertSourceRefused(
                decide(TARGET, state(CartOpened.by(OTHER_CUSTOMER)), merge(MergePolicy.SUM, BACK_END)),
                new OtherCustomersCart(OTHER));
    }

    @Test
    void aLineIsFilledToItsLimitAndNotBeyond() {
        assertSourceRefused(
                decide(
                        state(CUSTOMERS, added(BOOT, 5, 5)),
                        state(CUSTOMERS, added(BOOT, 6, 6)),
                        merge(MergePolicy.SUM, BACK_END)),
                new LineQuantityExceeded(BOOT.itemId(), 5, 11, 10));
    }

    @Test
    void aCartIsFilledToItsLinesAndNotBeyond() {
        CartState full = state(CUSTOMERS, added(BOOT, 1, 1), added(ENGRAVED, 1, 1));
        var hat = new Item(new Sku("HAT"));

        assertThat(decide(full, state(CUSTOMERS, added(BOOT, 1, 1)), merge(MergePolicy.SUM, BACK_END)))
                .isEqualTo(merged(MergePolicy.SUM, List.of(new LineAfter(BOOT, new Quantity(2)))));
        assertSourceRefused(
                decide(full, state(CUSTOMERS, added(hat, 1, 1)), merge(MergePolicy.SUM, BACK_END)),
                new TooManyLines(2));
    }

    @Test
    void theSameMergeAgainIsDoneAlready() {
        CartState gone = state(GUESTS, added(BOOT, 3, 3), new CartMerged(ID));

        assertThat(decide(TARGET, gone, merge(MergePolicy.SUM, BACK_END))).isEqualTo(new MergeDecision.Nothing());
    }

    @Test
    void whatIsNotOpenTakesNothingAndGivesNothing() {
        CartState elsewhere = state(GUESTS, new CartMerged(new CartId("c-3")));
        CartState ordered = state(CUSTOMERS, added(BOOT, 1, 1), new CartCheckedOut(ORDER));
        CartState idle = state(CUSTOMERS, new CartAbandoned());

        assertSourceRefused(
                decide(TARGET, elsewhere, merge(MergePolicy.SUM, BACK_END)),
                new CartClosed(OTHER, null, new CartId("c-3")));
        assertRefused(decide(ordered, SOURCE, merge(MergePolicy.SUM, BACK_END)), new CartClosed(ID, ORDER, null));
        assertSourceRefused(
                decide(TARGET, ordered, merge(MergePolicy.SUM, BACK_END)), new CartClosed(OTHER, ORDER, null));
        assertRefused(decide(idle, SOURCE, merge(MergePolicy.SUM, BACK_END)), new CartIsAbandoned(ID));
    }

    @Test
    void whatHasBeenAbandonedIsNotLost() {
        CartState idle = state(CUSTOMERS, added(BOOT, 3, 3), new CartAbandoned());
        CartState guestsIdle = state(GUESTS, added(BOOT, 3, 3), new CartAbandoned());
        var lines = List.of(new LineAfter(BOOT, new Quantity(5)));

        assertThat(decide(TARGET, idle, merge(MergePolicy.SUM, customer(CUSTOMER))))
                .isEqualTo(merged(MergePolicy.SUM, lines));
        assertThat(decide(TARGET, guestsIdle, claim(formerGuest(CUSTOMER)))).isEqualTo(merged(MergePolicy.SUM, lines));
    }

    @Test
    void ofWhatIsClosedOnlyItsOwnerHears() {
        CartState ordered = state(GUESTS, added(BOOT, 1, 1), new CartCheckedOut(ORDER));
        CartState elsewhere = state(GUESTS, new CartMerged(new CartId("c-3")));
        CartState here = state(GUESTS, new CartMerged(ID));

        assertRefused(
                decide(TARGET, ordered, claim(formerGuest(CUSTOMER))),
                new SourceRefused(new CartNotFound(OTHER), true));
        assertRefused(
                decide(TARGET, elsewhere, claim(formerGuest(CUSTOMER))),
                new SourceRefused(new CartNotFound(OTHER), true));
        assertThat(decide(TARGET, here, claim(formerGuest(CUSTOMER)))).isEqualTo(new MergeDecision.Nothing());
    }

    @Test
    void bothCartsHaveToBeThere() {
        assertRefused(decide(CartState.NONE, SOURCE, merge(MergePolicy.SUM, BACK_END)), new CartNotFound(ID));
        assertRefused(
                decide(TARGET, CartState.NONE, merge(MergePolicy.SUM, BACK_END)),
                new SourceRefused(new CartNotFound(OTHER), false));
        assertRefused(
                decide(TARGET, CartState.NONE, claim(formerGuest(CUSTOMER))),
                new SourceRefused(new CartNotFound(OTHER), true));
    }

    @Test
    void bothCartsHaveToBeTheCallers() {
        MergeRequest byCustomer = merge(MergePolicy.SUM, customer(CUSTOMER));

        assertThat(decide(TARGET, state(CUSTOMERS), byCustomer)).isInstanceOf(MergeDecision.Merge.class);
        assertRefused(decide(TARGET, SOURCE, byCustomer), new SourceRefused(new CartNotFound(OTHER), false));
        assertRefused(decide(SOURCE, TARGET, byCustomer), new CartNotFound(ID));
        assertRefused(decide(TARGET, SOURCE, merge(MergePolicy.SUM, guest())), new CartNotFound(ID));
    }

    @Test
    void aClaimTakesWhatIsNoCustomersYet() {
        var lines = List.of(new LineAfter(BOOT, new Quantity(5)));

        assertThat(decide(TARGET, SOURCE, claim(formerGuest(CUSTOMER)))).isEqualTo(merged(MergePolicy.SUM, lines));
        assertThat(decide(TARGET, state(NOBODYS, added(BOOT, 3, 3)), claim(BACK_END)))
                .isEqualTo(merged(MergePolicy.SUM, lines));
        assertRefused(
                decide(TARGET, state(NOBODYS, added(BOOT, 3, 3)), claim(formerGuest(CUSTOMER))),
                new SourceRefused(new CartNotFound(OTHER), true));
        assertRefused(
                decide(TARGET, SOURCE, claim(customer(CUSTOMER))), new SourceRefused(new CartNotFound(OTHER), true));
        assertRefused(
                decide(TARGET, state(CartOpened.by(OTHER_CUSTOMER)), claim(formerGuest(CUSTOMER))),
                new SourceRefused(new CartNotFound(OTHER), true));
        assertRefused(
                decide(TARGET, state(CartOpened.by(OTHER_CUSTOMER)), claim(BACK_END)),
                new SourceRefused(new OtherCustomersCart(OTHER), true));
    }

    @Test
    void theVersionIsThatOfTheCartThatTheRequestNames() {
        CartState older = state(GUESTS);
        MergeRequest mergeInVersion1 = request(MergePolicy.SUM, null, BACK_END, ifMatch(1));
        MergeRequest claimInVersion1 = request(MergePolicy.SUM, CUSTOMER, formerGuest(CUSTOMER), ifMatch(1));

        assertThat(decide(TARGET, older, mergeInVersion1)).isInstanceOf(MergeDecision.Merge.class);
        assertRefused(
                decide(state(CUSTOMERS), SOURCE, mergeInVersion1),
                PreconditionFailed.of(ID, state(CUSTOMERS), BACK_END));
        assertThat(decide(state(CUSTOMERS), SOURCE, claimInVersion1)).isInstanceOf(MergeDecision.Merge.class);
        assertRefused(decide(TARGET, older, claimInVersion1), PreconditionFailed.of(OTHER, older, customer(CUSTOMER)));
    }

    private static MergeRequest merge(MergePolicy policy, Caller caller) {
        return request(policy, null, caller, Preconditions.NONE);
    }

    private static MergeRequest claim(Caller caller) {
        return request(MergePolicy.SUM, CUSTOMER, caller, Preconditions.NONE);
    }

    private static MergeRequest request(
            MergePolicy policy, @Nullable CustomerId claimedBy, Caller caller, Preconditions preconditions) {
        return new MergeRequest(ID, OTHER, policy, claimedBy, caller, preconditions, false);
    }

    private static MergeDecision decide(CartState into, CartState from, MergeRequest request) {
        return new MergeDecisions(LIMITS).decide(into, from, request);
    }

    private static MergeDecision merged(MergePolicy policy, List<LineAfter> lines) {
        return new MergeDecision.Merge(new LinesAbsorbed(OTHER, policy, lines), new CartMerged(ID));
    }

    private static void assertSourceRefused(MergeDecision decision, Refusal refusal) {
        assertRefused(decision, new SourceRefused(refusal, false));
    }

    private static void assertRefused(MergeDecision decision, Refusal refusal) {
        assertThat(decision).isEqualTo(new MergeDecision.Refuse(refusal));
    }
}
