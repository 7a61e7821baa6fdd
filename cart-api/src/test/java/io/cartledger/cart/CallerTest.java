package io.cartledger.cart;

import static org.assertj.core.api.Assertions.assertThat;

import io.cartledger.cart.Caller.Kind;
import io.cartledger.cart.CartEvent.CartOpened;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class CallerTest {

    private static final Caller CUSTOMER = new Caller(Kind.CUSTOMER, "4421");
    private static final Caller GUEST = new Caller(Kind.GUEST, "g-1");
    private static final CartState NOBODYS = CartState.of(List.of(CartOpened.by(null)));
    private static final CartState CUSTOMERS = CartState.of(List.of(CartOpened.by(new CustomerId("4421"))));
    private static final CartState GUESTS = CartState.of(List.of(CartOpened.by(new GuestId("g-1"))));

    @Test
    void shoppersAreOwnersAndReachTheirOwnCartsAlone() {
        assertThat(CUSTOMER.owner()).contains(new CustomerId("4421"));
        assertThat(CUSTOMER.isTrusted()).isFalse();
        assertThat(CUSTOMER.mayUse(CUSTOMERS)).isTrue();
        assertThat(CUSTOMER.mayUse(GUESTS)).isFalse();
        assertThat(CUSTOMER.mayUse(NOBODYS)).isFalse();
        assertThat(GUEST.owner()).contains(new GuestId("g-1"));
        assertThat(GUEST.mayUse(GUESTS)).isTrue();
        assertThat(GUEST.mayUse(CUSTOMERS)).isFalse();
        assertThat(GUEST.mayUse(NOBODYS)).isFalse();
    }

    @Test
    void aGuestIsNotTheCustomerWhoHasTheSameName() {
        assertThat(new Caller(Kind.GUEST, "4421").mayUse(CUSTOMERS)).isFalse();
    }

    @ParameterizedTest
    @EnumSource(names = {"BACK_END", "SUPPORT", "ANALYST", "ADMIN", "SYSTEM"})
    void theShopReachesEveryCartAndOwnsNone(Kind kind) {
        var shop = new Caller(kind, "4421");

        assertThat(shop.owner()).isEmpty();
        assertThat(shop.isTrusted()).isTrue();
        assertThat(List.of(NOBODYS, CUSTOMERS, GUESTS)).allMatch(shop::mayUse);
    }

    @Test
    void aCustomerClaimsTheCartOfTheGuestThatTheyWere() {
        var formerGuest = new Caller(Kind.CUSTOMER, "4421", new GuestId("g-1"));

        assertThat(formerGuest.mayClaim(GUESTS)).isTrue();
        assertThat(formerGuest.mayClaim(CUSTOMERS)).isTrue();
        assertThat(formerGuest.mayClaim(NOBODYS)).isFalse();
        assertThat(formerGuest.mayUse(GUESTS)).isFalse();
        assertThat(CUSTOMER.mayClaim(GUESTS)).isFalse();
        assertThat(new Caller(Kind.CUSTOMER, "4421", new GuestId("g-2")).mayClaim(GUESTS))
                .isFalse();
        assertThat(new Caller(Kind.BACK_END, "shop").mayClaim(NOBODYS)).isTrue();
    }

    @Test
    void onlyBackEndsChooseCarts() {
        assertThat(Kind.values())
                .filteredOn(kind -> new Caller(kind, "x").mayChooseCarts())
                .containsExactly(Kind.BACK_END);
    }

    @Test
    void aPrincipalTellsCallersOfAllKindsApart() {
        assertThat(CUSTOMER.principal()).isEqualTo("customer/4421");
        assertThat(new Caller(Kind.GUEST, "4421").principal()).isEqualTo("guest/4421");
        assertThat(new Caller(Kind.BACK_END, "shop").principal()).isEqualTo("back-end/shop");
        assertThat(Caller.system("sweeper").principal()).isEqualTo("system/sweeper");
    }
}
