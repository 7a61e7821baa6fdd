package io.cartledger.query.past;

import static org.assertj.core.api.Assertions.assertThat;

import io.cartledger.cart.Caller;
import io.cartledger.cart.CartCommand.AddItem;
import io.cartledger.cart.CartCommand.ClaimCart;
import io.cartledger.cart.CartCommand.OpenCart;
import io.cartledger.cart.CartId;
import io.cartledger.cart.CustomerId;
import io.cartledger.cart.GuestId;
import io.cartledger.cart.Item;
import io.cartledger.cart.MergePolicy;
import io.cartledger.cart.Quantity;
import io.cartledger.cart.Sku;
import io.cartledger.command.testing.LongCarts;
import io.cartledger.query.past.Moment.At;
import io.cartledger.query.past.Moment.InVersion;
import io.cartledger.query.past.Moment.Now;
import io.cartledger.query.past.PastCart.Found;
import io.cartledger.query.past.PastCart.Missing;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A cart's past is there for whom the cart is there now, and is read no further than it is needed. */
class PastCartsTest {

    private static final CartId CART = new CartId("c-1");
    private static final Caller GUEST = new Caller(Caller.Kind.GUEST, "g-1");
    private static final Caller CUSTOMER = new Caller(Caller.Kind.CUSTOMER, "4421");
    private static final Caller STRANGER = new Caller(Caller.Kind.CUSTOMER, "4422");
    private static final Caller SUPPORT = new Caller(Caller.Kind.SUPPORT, "anna");

    private final RandomShop shop = new RandomShop(0);
    private final CountedEvents events = new CountedEvents(shop.events);
    private final PastCarts carts = new PastCarts(new CartEventPages(events, 100));

    @BeforeEach
    void aGuestsCart() {
        shop.send(new OpenCart(CART, new GuestId("g-1")));
        shop.send(new AddItem(CART, new Item(new Sku("DRN-7X"), Map.of()), new Quantity(2)));
    }

    @Test
    void whoOwnsTheCartSeesItsPastAndNobodyElseWhoShops() {
        assertThat(carts.find(CART, GUEST, new InVersion("version", 0))).isInstanceOf(Found.class);
        assertThat(carts.find(CART, SUPPORT, new InVersion("version", 0))).isInstanceOf(Found.class);
        assertThat(code(CART, STRANGER, new InVersion("version", 0))).isEqualTo("cart-not-found");
        assertThat(code(CART, STRANGER, new InVersion("version", 9))).isEqualTo("cart-not-found");
        assertThat(code(CART, STRANGER, new Now())).isEqualTo("cart-not-found");
    }

    @Test
    void onceItIsClaimedThePastIsTheCustomersAndNoLongerTheGuests() throws SQLException {
        Instant before = lastRecordedAt();
        shop.send(new ClaimCart(CART, new CustomerId("4421"), MergePolicy.SUM));

        for (Moment past : List.of(new InVersion("version", 1), new At("at", before))) {
            assertThat(carts.find(CART, CUSTOMER, past))
                    .isInstanceOfSatisfying(
                            Found.class,
                            found -> assertThat(found.cart().owner()).isEqualTo(new GuestId("g-1")));
            assertThat(code(CART, GUEST, past)).isEqualTo("cart-not-found");
        }
    }

    @Test
    void aVersionThatTheCartHasNotHadIsNotFound() {
        assertThat(carts.find(CART, GUEST, new InVersion("version", Long.MAX_VALUE)))
                .isInstanceOfSatisfying(Missing.class, missing -> {
                    assertThat(missing.problem().code()).isEqualTo("version-not-found");
                    assertThat(missing.problem().detail()).contains("it is in version 1");
                    assertThat(missing.problem().more()).containsEntry("currentVersion", 1L);
                });
    }

    @Test
    void anInstantBeforeTheCartIsToldWhenItWasOpened() throws SQLException {
        Instant opened = shop.history().getFirst().recordedAt();

        for (Caller caller : List.of(GUEST, SUPPORT)) {
            assertThat(carts.find(CART, caller, new At("at", opened.minusNanos(1_000))))
                    .isInstanceOfSatisfying(Missing.class, missing -> {
                        assertThat(missing.problem().code()).isEqualTo("cart-not-opened-yet");
                        assertThat(missing.problem().more()).containsEntry("openedAt", opened);
                    });
            assertThat(carts.find(CART, caller, new At("at", opened)))
                    .isInstanceOfSatisfying(
                            Found.class, found -> assertThat(found.version()).isZero());
        }
        assertThat(code(CART, STRANGER, new At("at", opened.minusNanos(1_000)))).isEqualTo("cart-not-found");
    }

    @Test
    void anInstantThatIsNotPastHasNoAnswerForAnybody() {
        var at = new At("at", Instant.now().plus(Duration.ofMinutes(1)));

        assertThat(code(CART, SUPPORT, at)).isEqualTo("instant-not-past");
        assertThat(code(CART, STRANGER, at)).isEqualTo("instant-not-past");
        assertThat(code(new CartId("nobody"), STRANGER, at)).isEqualTo("instant-not-past");
    }

    @ParameterizedTest
    @ValueSource(ints = {1_000, 950, 1})
    void aLongCartIsReadAPageAtATimeAndNoFurtherThanTheVersion(int length) {
        var cart = new CartId("long-" + length);
        new LongCarts(shop.database).write(cart.value(), length);
        int version = length / 3;

        assertThat(carts.find(cart, SUPPORT, new InVersion("version", version)))
                .isInstanceOfSatisfying(Found.class, found -> {
                    assertThat(found.version()).isEqualTo(version);
                    assertThat(found.cart().units()).isEqualTo(version);
                });
        assertThat(events.given()).isEqualTo(version + 1);
        assertThat(events.largestPage()).isLessThanOrEqualTo(100);

        assertThat(carts.find(cart, SUPPORT, new Now()))
                .isInstanceOfSatisfying(
                        Found.class, found -> assertThat(found.version()).isEqualTo(length - 1));
    }

    private String code(CartId cartId, Caller caller, Moment moment) {
        return carts.find(cartId, caller, moment) instanceof Missing missing
                ? missing.problem().code()
                : "found";
    }

    private Instant lastRecordedAt() throws SQLException {
        return shop.history(CART).getLast().recordedAt();
    }
}
