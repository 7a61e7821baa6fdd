package io.cartledger.command;

import static io.cartledger.command.Samples.BOOT;
import static io.cartledger.command.Samples.CUSTOMER;
import static io.cartledger.command.Samples.CUSTOMERS;
import static io.cartledger.command.Samples.ID;
import static io.cartledger.command.Samples.LIMITS;
import static io.cartledger.command.Samples.add;
import static io.cartledger.command.Samples.added;
import static io.cartledger.command.Samples.changed;

import io.cartledger.cart.CartCommand.ChangeQuantity;
import io.cartledger.cart.CartCommand.OpenCart;
import io.cartledger.cart.CartEvent.QuantityChanged;
import io.cartledger.cart.CartId;
import io.cartledger.cart.Item;
import io.cartledger.cart.Quantity;
import io.cartledger.cart.Sku;
import org.junit.jupiter.api.Test;

/** What is just within the limits; {@link CartTest} has what is just beyond. */
class LimitsTest {

    @Test
    void aLineMayBeSetToItsLimit() {
        var toTen = new QuantityChanged(BOOT.itemId(), new Quantity(10));

        new CartFixture(ID, LIMITS)
                .given(CUSTOMERS, added(BOOT, 1, 1))
                .when(new ChangeQuantity(ID, BOOT.itemId(), 10))
                .expect(changed(CUSTOMERS, added(BOOT, 1, 1), toTen), toTen);
    }

    @Test
    void aSkuMayBeAsLongAsItMayBe() {
        var longest = new Item(new Sku("SKU-5678"));

        new CartFixture(ID, LIMITS)
                .given(CUSTOMERS)
                .when(add(longest, 1))
                .expect(changed(CUSTOMERS, added(longest, 1, 1)), added(longest, 1, 1));
    }

    @Test
    void aCartIdMayBeAsLongAsItMayBe() {
        var longest = new CartId("c-345678");

        new CartFixture(longest, LIMITS)
                .given()
                .when(new OpenCart(longest, CUSTOMER))
                .expect(changed(CUSTOMERS), CUSTOMERS);
    }
}
