package io.cartledger.command;

import io.cartledger.cart.Caller;
import io.cartledger.cart.CartCommand;
import io.cartledger.cart.CartCommand.AddItem;
import io.cartledger.cart.CartCommand.CorrectLine;
import io.cartledger.cart.CartEvent;
import io.cartledger.cart.CartEvent.CartOpened;
import io.cartledger.cart.CartEvent.ItemAdded;
import io.cartledger.cart.CartEvent.LineCorrected;
import io.cartledger.cart.CartId;
import io.cartledger.cart.CartLimits;
import io.cartledger.cart.CartState;
import io.cartledger.cart.CustomerId;
import io.cartledger.cart.GuestId;
import io.cartledger.cart.Item;
import io.cartledger.cart.OrderReference;
import io.cartledger.cart.Outcome.Changed;
import io.cartledger.cart.Outcome.Effect;
import io.cartledger.cart.Outcome.Unchanged;
import io.cartledger.cart.Quantity;
import io.cartledger.cart.Reason;
import io.cartledger.cart.Sku;
import io.cartledger.cart.Ticket;
import io.cartledger.http.Preconditions;
import java.util.List;
import java.util.Map;

/** What the tests of carts are about. */
final class Samples {

    static final CartId ID = new CartId("c-1");
    static final CartId OTHER = new CartId("c-2");
    static final CustomerId CUSTOMER = new CustomerId("4421");
    static final CustomerId OTHER_CUSTOMER = new CustomerId("4422");
    static final GuestId GUEST = new GuestId("g-1");
    static final OrderReference ORDER = new OrderReference("O-1");
    static final Item BOOT = new Item(new Sku("DRN-7X"));
    static final Item ENGRAVED = new Item(new Sku("DRN-7X"), Map.of("engraving", "Mia"));
    static final Item SOCK = new Item(new Sku("SOCK"));
    static final CartOpened NOBODYS = CartOpened.by(null);
    static final CartOpened CUSTOMERS = CartOpened.by(CUSTOMER);
    static final CartOpened GUESTS = CartOpened.by(GUEST);

    static final Reason WHY = new Reason("Added twice");
    static final Ticket TICKET = new Ticket("T-4711");

    /** Ten units on a line, two lines, and eight characters of every identifier. */
    static final CartLimits LIMITS = new CartLimits(10, 2, 8, 8);

    private Samples() {}

    static Caller customer(CustomerId customer) {
        return new Caller(Caller.Kind.CUSTOMER, customer.value());
    }

    /** With the cookie of the guest that they were. */
    static Caller formerGuest(CustomerId customer) {
        return new Caller(Caller.Kind.CUSTOMER, customer.value(), GUEST);
    }

    static Caller guest() {
        return new Caller(Caller.Kind.GUEST, GUEST.value());
    }

    /** As a shopper's request comes: it makes no cart under a name of its choice. */
    static CartRequest from(Caller caller, CartCommand command) {
        return new CartRequest(command, caller, Preconditions.NONE, false);
    }

    static Preconditions ifMatch(long version) {
        return Preconditions.parse(List.of("\"" + version + "\""), List.of());
    }

    static AddItem add(Item item, int units) {
        return new AddItem(ID, item, new Quantity(units));
    }

    static CorrectLine correct(Item item, int units) {
        return new CorrectLine(ID, item.itemId(), units, WHY, TICKET);
    }

    static LineCorrected corrected(Item item, int lineUnits) {
        return new LineCorrected(item.itemId(), lineUnits, WHY, TICKET);
    }

    static ItemAdded added(Item item, int units, int lineUnits) {
        return new ItemAdded(item, new Quantity(units), new Quantity(lineUnits));
    }

    static CartState state(CartEvent... history) {
        return CartState.of(List.of(history));
    }

    static Changed<CartState> changed(CartEvent... history) {
        return new Changed<>(state(history), List.of(Effect.CHANGED));
    }

    static Unchanged<CartState> unchanged(CartEvent... history) {
        return new Unchanged<>(state(history), List.of(Effect.UNCHANGED));
    }
}
